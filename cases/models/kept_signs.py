"""What pages say of themselves, and files of what they are, kept so that no screen works it out."""

from django.db import models

from documents.models import Document, Page


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


class KeptTold(models.Model):
    """What the pages of one file tell of what it is: no name, no text. Worked out with the signs.

    The guess that the inbox shows is made from it when it is shown, so that it speaks of the
    requests that are open then and of no page that was closed since. told has one entry for
    each page that tells anything (cases.domain.arrival_guess.PageTold).
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    told = models.JSONField(default=list)
    worked_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"What document {self.document_id} tells"
