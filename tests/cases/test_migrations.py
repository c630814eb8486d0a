"""The short way to a new database leads where the long way leads."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


def test_the_squashed_migration_says_what_those_it_replaces_said() -> None:
    long = MigrationLoader(None, replace_migrations=False)
    short = MigrationLoader(None)
    assert ("cases", "0001_squashed_0008_arrivals") in short.graph.nodes
    found = MigrationAutodetector(long.project_state(), short.project_state())
    assert found.changes(graph=short.graph) == {}
