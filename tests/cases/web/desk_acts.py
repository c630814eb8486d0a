"""Where the desk is, and Agree as its page offers it."""

import re

from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.cases.web.stage import text_of


def desk(case: Case) -> str:
    return reverse("cases:desk", args=[case.number])


def answer_url(case: Case, criterion: str) -> str:
    return reverse("cases:answer", args=[case.number, criterion])


def agree(client: Client, case: Case, criterion: str) -> None:
    """Press Agree as the page offers it: every hidden field of its form is sent back."""
    page = text_of(client.get(desk(case)))
    form = re.search(
        rf'action="{re.escape(answer_url(case, criterion))}" data-desk-form data-agree>(.*?)</form>',
        page,
        re.S,
    )
    assert form, "the page offers no Agree for this criterion"
    fields = re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', form.group(1))
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    sent.pop("csrfmiddlewaretoken", None)
    assert client.post(answer_url(case, criterion), sent).status_code == 302
