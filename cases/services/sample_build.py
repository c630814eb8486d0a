"""Tells the stories of a sample, lot by lot, beside the writing of them: on every processor."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from django.db import connection, connections, transaction

from cases.domain.sample_story import Arrival, Cast, story_of
from cases.services.sample_rows import Blocks, Ids, case_blocks
from cases.services.sample_world import World
from operations.services.blocks import block_insert
from operations.services.bulk import keys_unchecked

Writing = Callable[[Iterator["Batch"]], Iterator[int]]


@dataclass(frozen=True)
class Batch:
    """A lot of requests: its place among the lots, their numbers, unused keys for their rows."""

    place: int
    arrivals: Sequence[Arrival]
    numbers: list[str]
    ids: Ids


class SampleBuild:
    """Makes the blocks of a lot; each lot has its own chance, drawn from the seed."""

    def __init__(self, until: datetime, seed: int, world: World) -> None:
        self._until, self._seed, self._world = until, seed, world
        self._cast = _cast(world)

    def __call__(self, batch: Batch) -> Blocks:
        """The rows of the lot; it asks the database nothing."""
        random = Random(f"{self._seed}:{batch.place}")  # noqa: S311 - the same for the same seed
        stories = [
            story_of(arrival, self._cast, until=self._until, random=random)
            for arrival in batch.arrivals
        ]
        return case_blocks(stories, self._world, numbers=batch.numbers, ids=batch.ids)


def _cast(world: World) -> Cast:
    elsewhere = (
        place for place, row in enumerate(world.members) if row.member.cover.route != "ours"
    )
    return Cast(
        members=len(world.members),
        products=len(world.products),
        nurses=len(world.nurses),
        directors=len(world.directors),
        elsewhere=frozenset(elsewhere),
    )


@contextmanager
def lot_writers(build: SampleBuild) -> Iterator[Writing]:
    """What writes lots and tells after each how many requests it had.

    They are built in other processes, as many as there are processors, which share the world as
    it is in memory now, and no connection. Where several may write at once, as on PostgreSQL,
    those write too; SQLite has one writer. Inside a transaction, which other processes cannot
    share, all is done in this one.
    """
    if connection.in_atomic_block:
        yield lambda batches: (_write(build(batch), len(batch.arrivals)) for batch in batches)
        return
    connections.close_all()
    writing = connection.vendor == "postgresql"
    many = os.cpu_count() or 1
    context = multiprocessing.get_context("fork")
    begun = (build, writing)
    pool = ProcessPoolExecutor(many, mp_context=context, initializer=_begin, initargs=begun)
    try:
        pool.submit(os.getpid).result()  # all begin with the first, before a connection is open
        yield partial(_ahead, pool, 2 * many)
    finally:
        pool.shutdown(cancel_futures=True)


def _ahead(pool: ProcessPoolExecutor, most: int, batches: Iterator[Batch]) -> Iterator[int]:
    """The lots in order, at most so many of them made before they are asked for."""
    waiting: deque[tuple[Future[Blocks], int]] = deque()
    for batch in batches:
        waiting.append((pool.submit(_built, batch), len(batch.arrivals)))
        if len(waiting) > most:
            yield _finished(waiting)
    while waiting:
        yield _finished(waiting)


def _finished(waiting: deque[tuple[Future[Blocks], int]]) -> int:
    future, count = waiting.popleft()
    return _write(future.result(), count)


def _write(blocks: Blocks, count: int) -> int:
    with transaction.atomic():
        for block in blocks:
            block_insert(block)
    return count


# --- in the other processes ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Task:
    build: SampleBuild
    writing: bool


_tasks: list[_Task] = []


def _begin(build: SampleBuild, writing: bool) -> None:  # noqa: FBT001 - given by the pool
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked for the lots ends us
    gc.disable()  # what is made here has no cycles, and there is much of it
    _tasks[:] = [_Task(build, writing)]
    if writing:
        keys_unchecked()


def _built(batch: Batch) -> Blocks:
    """The blocks that are still to be written: none where this process has written them."""
    task = _tasks[0]
    blocks = task.build(batch)
    if not task.writing:
        return blocks
    _write(blocks, len(batch.arrivals))
    return ()
