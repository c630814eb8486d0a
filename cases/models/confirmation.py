"""The two identifiers, as somebody read them on the page at intake."""

from django.db import models

from cases.domain.member_numbers import is_same_number
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
        """Whether the number read is still on file as the member's, or as their subscriber's."""
        member = self.case.member
        on_file = [member.number, member.subscriber.number if member.subscriber else ""]
        return any(is_same_number(self.number_read, number) for number in on_file)

    @property
    def birth_date_agrees(self) -> bool:
        """Whether the birth date read is still the one on file."""
        return self.birth_date_read == self.case.member.birth_date
