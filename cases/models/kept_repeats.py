"""Which pages of an arrival repeat others, kept so that no screen has to compare them."""

from django.db import models

from documents.models import Receipt


class KeptRepeats(models.Model):
    """What came of comparing the pages of one arrival. It can be worked out again at any time.

    basis names what was compared: the rules, the pages as read, and the earlier pages of the
    members named on them. Whatever changes has another basis, so what was kept before is
    not looked at. repeats holds [page id, id of the page repeated, why] of each repeat.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=64)
    repeats = models.JSONField()
    worked_out_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "basis"], name="cases_keptrepeats_once"),
        ]

    def __str__(self) -> str:
        return f"Repeats of receipt {self.receipt_id} from {self.basis}"
