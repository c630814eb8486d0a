"""Which pages of which document belong to which case."""

from django.db import models

from cases.models.case import Case
from documents.models import Document, Page, Receipt


class CaseDocument(models.Model):
    """A document, through one arrival of it, joined to a case.

    pages_left counts the pages that were then kept for another request.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    linked_by = models.CharField(max_length=64)
    linked_at = models.DateTimeField()
    pages_left = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "document"], name="cases_casedocument_unique"),
        ]

    def __str__(self) -> str:
        return f"Document {self.document_id} of case {self.case_id}"


class PagePlacement(models.Model):
    """The one disposition of a page of one arrival, and its type where it belongs to a case.

    The same file may arrive twice and the second arrival be another request, so a page
    has its place for each arrival. document_date is what the paper bears, None where it
    bears none; starts_document says that a document begins here; about_relative that it is
    a relative's record, filed with the case; repeats is the earlier page that this one is
    the same as. proposed keeps the place that the machine proposed, empty when it had none.
    """

    class Disposition(models.TextChoices):
        CASE = "case", "Belongs to this request"
        COVER = "cover", "Cover sheet"
        BLANK = "blank", "Blank"
        UNREADABLE = "unreadable", "Unreadable, ask again"
        MISDIRECTED = "misdirected", "Not ours, or another person's"
        NOT_REQUEST = "not_request", "Not a request"
        DUPLICATE = "duplicate", "Copy of a page that came before"

    class DocumentType(models.TextChoices):
        REQUEST_FORM = "request_form", "Request form"
        NECESSITY_LETTER = "letter_of_medical_necessity", "Letter of medical necessity"
        CLINIC_NOTE = "clinic_note", "Clinic note or history"
        FLOW_CYTOMETRY = "flow_cytometry", "Flow cytometry report"
        GENETIC_REPORT = "genetic_report", "Genetic report"
        HLA_TYPING = "hla_typing", "HLA typing"
        LAB_REPORT = "lab_report", "Laboratory report"
        TREATMENT_PLAN = "treatment_plan", "Treatment plan or attestation"
        APPEAL_LETTER = "appeal_letter", "Letter of appeal"
        CORRESPONDENCE = "correspondence", "Correspondence"
        OTHER = "other", "Other record"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    page_number = models.PositiveIntegerField()
    disposition = models.CharField(max_length=16, choices=Disposition.choices)
    document_type = models.CharField(max_length=32, choices=DocumentType.choices, blank=True)
    case_document = models.ForeignKey(
        CaseDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="pages"
    )
    document_date = models.DateField(null=True, blank=True)
    starts_document = models.BooleanField(default=False)
    about_relative = models.BooleanField(default=False)
    repeats = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed = models.CharField(max_length=64, blank=True, default="")
    placed_by = models.CharField(max_length=64)
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "page_number"], name="cases_placement_one_per_page"
            ),
            models.CheckConstraint(
                condition=~models.Q(disposition="case") | models.Q(case_document__isnull=False),
                name="cases_placement_case_named",
            ),
        ]
        indexes = [
            models.Index(fields=["document", "page_number"], name="cases_placement_page"),
            models.Index(
                fields=["receipt", "page_number"],
                name="cases_placement_misdirected",
                condition=models.Q(disposition="misdirected"),
            ),
        ]

    def __str__(self) -> str:
        return f"Page {self.page_number} of document {self.document_id}"

    @property
    def says(self) -> str:
        """What it was placed as, with the document's date and that it is a relative's."""
        in_case = self.disposition == self.Disposition.CASE
        kind = self.get_document_type_display() if in_case else self.get_disposition_display()
        day = f", {self.document_date:%-d %b %Y}" if self.document_date else ""
        return f"{kind}{day}{', about a relative' if self.about_relative else ''}"
