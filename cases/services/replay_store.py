"""The columns of stored facts, made or brought up to date for every policy."""

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from cases.services.replay_columns import store_ready
from criteria.selectors.policies import policy_get, policy_slugs, revision_in_force


def stores_build(*, now: datetime, anew: str = "no") -> Iterator[tuple[str, int]]:
    """Bring each policy's file up to date; its name and how many cases it holds.

    anew "yes" makes the files from the database alone. A policy of which no version is in
    force today is left out; a replay of it makes its file.
    """
    for slug in policy_slugs():
        ref = revision_in_force(slug, on=now.date())
        if ref is not None:
            columns = store_ready(policy_get(ref.id), now=now, anew=anew)
            yield slug, int(columns.select(pl.len()).collect().item())
