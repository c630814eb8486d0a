"""Actors for the policy tests, without a database."""

from datetime import UTC, datetime
from pathlib import Path

from accounts.domain.actor import Actor
from accounts.domain.roles import Role

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
EDITOR = Actor(key="user:1", name="Pia Engel", role=Role.POLICY_EDITOR, user_id=1)
OTHER_EDITOR = Actor(key="user:2", name="Kofi Adu", role=Role.POLICY_EDITOR, user_id=2)
ROOT = Path(__file__).parents[2]
KRESLADI_FILE = ROOT / "criteria" / "policies" / "kresladi" / "2026-07-23.yaml"
SMALL_FILE = Path(__file__).parent / "loading" / "files" / "small.yaml"
KRESLADI = KRESLADI_FILE.read_text(encoding="utf-8")
SMALL = SMALL_FILE.read_text(encoding="utf-8")


def actor_with(role: Role) -> Actor:
    """Somebody with the role who is neither editor."""
    return Actor(key="user:9", name="Somebody", role=role, user_id=9)
