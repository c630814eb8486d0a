"""The replay from the command line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.models import ReplayRun
from tests.cases.factories import House
from tests.cases.replays import ASKS_MORE, SAME, TURNED, draft
from tests.cases.replays import own_folder as own_folder

pytestmark = pytest.mark.django_db


def said(*words: object) -> str:
    out = StringIO()
    call_command("replay", *map(str, words), stdout=out)
    return out.getvalue()


def test_it_tells_what_would_change_and_keeps_it() -> None:
    house = House()
    house.case()
    text = said(draft(TURNED).pk)
    assert "1 case, 0 left out." in text
    assert "HIV screen negative: Met to Not met, 1" in text
    assert ReplayRun.objects.get().state == "done"
    assert "No answer would change." in said(draft(SAME).pk)
    assert "1 without: Whether the marker was seen" in said(draft(ASKS_MORE).pk)


def test_it_answers_in_json() -> None:
    case = House().case()
    found = json.loads(said(draft(TURNED).pk, "--against", case.policy_id, "--json"))
    assert (found["cases"], found["against"]) == (1, case.policy_id)
    cell = {"item": "hiv.negative", "old": "met", "new": "not_met", "cases": 1}
    assert cell in found["cells"]


def test_the_newest_draft_of_a_policy_is_tried_by_its_name() -> None:
    House().case()
    draft(SAME)
    newest = draft(TURNED)
    found = json.loads(said("--policy", "kresladi", "--json"))
    assert found["draft"] == newest.pk


@pytest.mark.parametrize("words", [(), (1, "--policy", "kresladi"), ("--policy", "nothing")])
def test_which_draft_must_be_clear(words: tuple[object, ...]) -> None:
    House().case()
    draft(SAME)
    with pytest.raises(CommandError) as refused:
        said(*words)
    assert refused.value.returncode == 2


def test_a_policy_of_one_revision_has_nothing_to_compare_with() -> None:
    case = House().case()
    with pytest.raises(CommandError, match="one revision only"):
        said(case.policy_id)


def test_a_status_that_no_case_can_have_is_named() -> None:
    with pytest.raises(CommandError, match="invalid choice: 'bogus'"):
        said(1, "--status", "bogus")


def test_a_policy_without_a_draft_is_not_tried() -> None:
    House().case()
    with pytest.raises(CommandError, match="no draft"):
        said("--policy", "kresladi")


@pytest.mark.parametrize("words", [(10**6,), ("policy",), ("draft", "--status", "void")])
def test_what_cannot_be_run_is_said(words: tuple[object, ...]) -> None:
    case = House().case()
    ids = {"policy": case.policy_id, "draft": draft(SAME).pk}
    if words[0] == "policy":
        words = (case.policy_id, "--against", case.policy_id)
    with pytest.raises(CommandError) as refused:
        said(*(ids.get(str(word), word) for word in words))
    assert refused.value.returncode == 2
    assert not ReplayRun.objects.exists()


def test_the_store_is_built_and_rebuilt(own_folder: Path) -> None:
    House().case()
    out = StringIO()
    call_command("build_replay_store", stdout=out)
    file = own_folder / "kresladi.arrow"
    assert out.getvalue().startswith("kresladi: 1 cases")
    file.write_text("broken")
    call_command("build_replay_store", "--rebuild", stdout=out)
    assert file.stat().st_size > len("broken")
    assert out.getvalue().count("1 cases") == 2
