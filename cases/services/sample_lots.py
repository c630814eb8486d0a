"""Writes the rows of a sample lot by lot, made on every processor beside the writing."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.db import connection, connections, transaction

from operations.services.blocks import Block, block_insert
from operations.services.bulk import keys_unchecked

Blocks = tuple[Block, ...]


class Lot(Protocol):
    """So many things to be made together."""

    @property
    def size(self) -> int:
        """How many."""


Build = Callable[[Any], Blocks]
Writing = Callable[[Iterator[Lot]], Iterator[int]]


@contextmanager
def lot_writers(build: Build) -> Iterator[Writing]:
    """What writes lots and tells after each its size.

    They are built in other processes, as many as there are processors, which share the world as
    it is in memory now, and no connection. Where several may write at once, as on PostgreSQL,
    those write too; SQLite has one writer. Inside a transaction, which other processes cannot
    share, all is done in this one.
    """
    if connection.in_atomic_block:
        yield lambda lots: (_write(build(lot), lot.size) for lot in lots)
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


def _ahead(pool: ProcessPoolExecutor, most: int, lots: Iterator[Lot]) -> Iterator[int]:
    """The lots in order, at most so many of them made before they are asked for."""
    waiting: deque[tuple[Future[Blocks], int]] = deque()
    for lot in lots:
        waiting.append((pool.submit(_built, lot), lot.size))
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
    build: Build
    writing: bool


_tasks: list[_Task] = []


def _begin(build: Build, writing: bool) -> None:  # noqa: FBT001 - given by the pool
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked for the lots ends us
    gc.disable()  # what is made here has no cycles, and there is much of it
    _tasks[:] = [_Task(build, writing)]
    if writing:
        keys_unchecked()


def _built(lot: Lot) -> Blocks:
    """The blocks that are still to be written: none where this process has written them."""
    task = _tasks[0]
    blocks = task.build(lot)
    if not task.writing:
        return blocks
    _write(blocks, lot.size)
    return ()
