"""The second question at the door, with refusals kept in the record."""

from allauth.mfa.base.views import AuthenticateView
from django.http import HttpResponse
from django.utils import timezone

from accounts.services.sign_in import account_event_record


class EnterCodeView(AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """Asks for a code after the password; a wrong one is written down."""

    def form_invalid(self, form: object) -> HttpResponse:
        """The page again, after the refusal is in the audit record."""
        account_event_record(
            self.stage.login.user.pk, action="second_factor.failed", now=timezone.now()
        )
        answer: HttpResponse = super().form_invalid(form)
        return answer
