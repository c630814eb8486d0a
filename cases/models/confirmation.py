"""The two identifiers, as somebody read them on the page at intake."""

from django.db import models

from cases.models.case import Case
from operations.models import AppendOnlyModel


class MemberConfirmation(AppendOnlyModel):
    """Member number and birth date as read on the page, kept beside the member chosen."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="member_confirmation")
    number_read = models.CharField(max_length=32)
    birth_date_read = models.DateField()
    confirmed_by = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Member of case {self.case_id}"

    @property
    def number_agrees(self) -> bool:
        """Whether the number read is still the number on file."""
        return self.number_read.strip().upper() == self.case.member.number.upper()

    @property
    def birth_date_agrees(self) -> bool:
        """Whether the birth date read is still the one on file."""
        return self.birth_date_read == self.case.member.birth_date
