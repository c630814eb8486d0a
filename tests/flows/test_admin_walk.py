"""The admin beside the other doors: every route is ruled, walked by its own test, and logged.

tests/accounts/admin/test_routes.py asks every route as every role. Here stands what holds for
all doors alike: none without a rule, a visitor is sent to sign in, and whatever shows a member
is in the access log.
"""

from collections.abc import Iterator

import pytest

from accounts.admin.rules import ADMIN_ACTION
from accounts.domain.permissions import Action
from tests.accounts.admin.test_routes import addresses, admin_routes
from tests.flows.route_stage import FAMILY_NAME, VISITOR, Stage, built
from tests.flows.routes import ADMIN, all_routes
from tests.flows.test_route_walk import SIGN_IN_PAGE

pytestmark = pytest.mark.django_db
ROUTES = [route for route in all_routes() if route.door == ADMIN]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: object) -> Iterator[Stage]:
    """One set-up for every walk."""
    with django_db_blocker.unblock(), built() as made:  # type: ignore[attr-defined]
        yield made


def test_every_route_has_the_action_it_was_registered_with() -> None:
    assert [str(route) for route in ROUTES if not isinstance(route.rule, Action)] == []
    unlike = [str(one) for one in ROUTES if vars(one.view).get(ADMIN_ACTION) is not one.rule]
    assert unlike == []


def test_every_route_is_walked_by_the_admin_s_own_test(stage: Stage) -> None:
    assert len(list(addresses())) == len(admin_routes()) == len(ROUTES) > 40


def test_a_visitor_is_sent_to_sign_in(stage: Stage) -> None:
    for address, _action, _there in addresses():
        for method in ("GET", "POST"):
            answer = stage.ask(VISITOR, method, address)
            assert answer.status == 302, address
            assert answer.location.startswith(SIGN_IN_PAGE), address
            assert answer.looks == 0


@pytest.mark.parametrize("part", ["manager", "auditor", "stranger", "policy_editor"])
def test_whatever_shows_a_member_is_in_the_access_log(stage: Stage, part: str) -> None:
    shown, unlogged = 0, []
    for address, _action, _there in addresses():
        answer = stage.ask(part, "GET", address)
        if answer.status == 403 or FAMILY_NAME not in answer.text:
            continue
        shown += 1
        if answer.looks < 1:
            unlogged.append(address)
    assert unlogged == []
    assert (shown > 0) == (part in {"manager", "auditor"})
