"""Whether a caller may do what a view is for, by the one table."""

from typing import Protocol, cast

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require

READING = frozenset({"GET", "HEAD"})


class RuledView(Protocol):
    """A view with its rule, and the action that its POST needs besides."""

    rule: Action
    acts: Action | None
    actor: Actor


class MayAct(BasePermission):
    """Lets the caller through who may do the view's action, and that of the method."""

    def has_permission(self, request: Request, view: object) -> bool:
        """Whether to go on; a view without a rule is for nobody.

        Raises:
            NotAuthenticated: nobody is signed in.
            NotPermittedError: the caller's role may not do this; with the sentence.
        """
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if getattr(view, "rule", None) is None:
            return False
        ruled = cast("RuledView", view)
        require(ruled.actor, ruled.rule)
        if request.method not in READING and ruled.acts is not None:
            require(ruled.actor, ruled.acts)
        return True
