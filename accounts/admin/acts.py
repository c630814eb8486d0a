"""Acts on a record that are more than a changed field: asked once more, done by POST."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action


@dataclass(frozen=True)
class Act:
    """One act: how it is called, what it will do, who may, and the service that does it.

    perform takes the record's id and the form's values. refused_because says why this
    actor cannot do it to this record now, in a sentence; empty when they can.
    """

    name: str
    label: str
    says: str
    done: str
    action: Action
    perform: Callable[[int, Mapping[str, Any], Actor, datetime], None]
    form: type[forms.Form] = forms.Form
    refused_because: Callable[[Any, Actor], str] = lambda _row, _actor: ""


@dataclass(frozen=True)
class OfferedAct:
    """An act as a record's page offers it; off says why not, empty when it can be done."""

    label: str
    url: str
    off: str
