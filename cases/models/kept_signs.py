"""What pages say of themselves, kept so that no screen has to work it out."""

from django.db import models

from documents.models import Page


class KeptSigns(models.Model):
    """The signs of one page as one reading shows them. It can be worked out again at any time.

    basis names what they were worked out from: the rules, the reading, whether the page is
    blank. Another reading has another basis, so what was kept before is not looked at.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=64)
    signs = models.JSONField()
    worked_out_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "basis"], name="cases_keptsigns_once"),
        ]

    def __str__(self) -> str:
        return f"Signs of page {self.page_id} from {self.basis}"
