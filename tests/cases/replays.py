"""Drafts of the policy in force, and replays of them, for tests."""

from pathlib import Path
from typing import Any

import pytest

from cases.models import Case, ReplayRun
from cases.selectors.replay_cohort import Cohort
from cases.services.replay import replay_ask
from criteria.models import PolicyRevision
from criteria.services.policies import SETUP, policy_import
from tests.cases.factories import KRESLADI, NOW, House

SAME = KRESLADI + "\n# The same, imported again.\n"
# The HIV screen would have to be positive: what is met is not met any more.
TURNED = KRESLADI.replace(
    "        fact: hiv_result\n        is: negative\n",
    "        fact: hiv_result\n        is: positive\n",
)
# One more criterion, over a fact that nobody has gathered.
ASKS_MORE = KRESLADI.replace(
    "  hiv_result:\n    ask:",
    "  marker_seen:\n    ask: Whether the marker was seen\n    type: boolean\n    rests_on: [page]\n"
    "  hiv_result:\n    ask:",
).replace(
    "      - id: hiv.negative\n",
    "      - id: hiv.marker\n        label: Marker seen\n        says: The marker was seen.\n"
    "        cite: {section: III, bullet: 7}\n        fact: marker_seen\n        is: true\n"
    "        request: The marker, please.\n        letter: The marker was not shown.\n"
    "        rests_on: [page]\n"
    "      - id: hiv.negative\n",
)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of the test's own for the columns of facts."""
    settings.PRECERT_REPLAY_DIR = tmp_path / "replay"
    return tmp_path / "replay"


def draft(text: str) -> PolicyRevision:
    """The text as the next revision of the policy, a draft."""
    return policy_import(text, actor=SETUP, now=NOW)


def replay(house: House, case: Case, text: str = SAME, **cohort: object) -> ReplayRun:
    """A replay that waits: a draft over all cases like this one, against the case's policy."""
    assert case.policy_id is not None
    return replay_ask(
        draft(text).pk,
        case.policy_id,
        Cohort(slug="kresladi", **cohort),  # type: ignore[arg-type]
        actor=house.person("manager"),
        now=NOW,
    )
