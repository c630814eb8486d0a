"""What every view of the API is made on: its action, its refusals, one act for one key."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.api.keys import key_of
from accounts.api.permission import READING, MayAct
from accounts.api.problems import Refusal
from accounts.domain.actor import Actor
from accounts.domain.permissions import VIEW_RULE, Action
from accounts.selectors.actors import actor_of_request_user
from operations.domain.idempotency import KeptAnswer, KeyUse
from operations.services.access import access_record
from operations.services.idempotency import key_claim, key_spend

REPLAYED = "Idempotency-Replayed"


class ApiView(APIView):
    """A view of the API. rule is the action it is for; acts the one that its POST needs besides.

    refusals says which status and code an error of our services becomes; its sentence is
    the error's own. most_bytes is the largest body taken.
    """

    rule: ClassVar[Action]
    acts: ClassVar[Action | None] = None
    refusals: ClassVar[Mapping[type[Exception], tuple[int, str]]] = {}
    http_method_names = ["get", "head", "post"]
    permission_classes = [MayAct]

    @classmethod
    def as_view(cls, **initial: Any) -> Any:
        """The view, with its rule where the guard of all addresses reads it."""
        view = super().as_view(**initial)
        vars(view)[VIEW_RULE] = cls.rule
        return view

    @property
    def most_bytes(self) -> int:
        """The largest body that is taken."""
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)

    @property
    def actor(self) -> Actor:
        """The caller as the actor that services take; one query for each request."""
        kept = vars(self).get("_actor")
        if isinstance(kept, Actor):
            return kept
        actor = actor_of_request_user(self.request.user)
        if actor is None:
            raise NotAuthenticated
        vars(self)["_actor"] = actor
        return actor

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer; every time in it is in UTC, whoever asks."""
        with timezone.override(UTC):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses what is too large before any of it is read, then looks who calls.

        Raises:
            Refusal: too large, or a request that changes something without its key.
        """
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdigit() or int(length) > self.most_bytes:
            raise Refusal(413, "too_large", "The request is larger than is accepted here.")
        super().initial(request, *args, **kwargs)
        if request.method not in READING and self.acts is not None:
            key_of(request)

    def handle_exception(self, exc: Exception) -> Response:
        """The problem that the error is, by the view's own list first."""
        for kind, (status, code) in self.refusals.items():
            if isinstance(exc, kind):
                exc = Refusal(status, code, str(exc))
                break
        return super().handle_exception(exc)

    def given(self, kind: type[Serializer[Any]]) -> dict[str, Any]:
        """What was sent in the body, checked.

        Raises:
            ValidationError: naming each field that has to be mended; nothing was done.
        """
        form = kind(data=self.request.data)
        form.is_valid(raise_exception=True)
        values: dict[str, Any] = form.validated_data
        return values

    def asked(self, kind: type[Serializer[Any]]) -> dict[str, Any]:
        """What was asked for in the query string, checked, and no word beyond it."""
        form = kind(data=self.request.query_params)
        form.is_valid(raise_exception=True)
        values: dict[str, Any] = form.validated_data
        return values

    def looked_at(self, subject: str, *, purpose: str, case: str = "") -> None:
        """Write that the caller was shown the subject (a key, never a name)."""
        access_record(
            actor=self.actor.key,
            subject=subject,
            purpose=f"api.{purpose}",
            now=timezone.now(),
            case=case,
        )

    def once(self, effect: Callable[[], KeptAnswer]) -> Response:
        """Carry out the effect under the caller's key, or replay what it brought before.

        The effect's answer is kept, so it holds ids and codes and no member data.

        Raises:
            KeyReusedError: the key was used for another request.
            KeyInFlightError: the same request is being carried out.
        """
        now = timezone.now()
        use = KeyUse(
            principal=self.actor.key,
            key=key_of(self.request),
            method=str(self.request.method),
            path=self.request.path,
            body_sha256=_digest_of_body(self.request),
        )
        claim = key_claim(use, now=now)
        if isinstance(claim, KeptAnswer):
            return Response(claim.content, status=claim.status, headers={REPLAYED: "true"})
        answer = key_spend(claim, effect, now=now)
        return Response(answer.content, status=answer.status)


def _digest_of_body(request: Request) -> str:
    """SHA-256 of what was sent: fields by name, files by name and content."""
    parts: Any = request.data
    if isinstance(parts, MultiValueDict):
        parts = [[name, [_part(value) for value in parts.getlist(name)]] for name in sorted(parts)]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _part(value: Any) -> list[str]:
    if not hasattr(value, "chunks"):
        return ["text", str(value)]
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return ["file", str(value.name), digest.hexdigest()]
