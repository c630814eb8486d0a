"""Rows that are written once: refused here with a clear error, and by triggers in the database.

The triggers are the real guard (operations.services.triggers installs them after
every migrate for each subclass); what is refused here only fails sooner.
"""

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

from operations.errors import AppendOnlyError

RowT = TypeVar("RowT", bound=models.Model, covariant=True)


def _refuse(model: type[models.Model]) -> NoReturn:
    raise AppendOnlyError(
        f"{model._meta.label} is append-only: write a new row instead of changing one."
    )


class AppendOnlyQuerySet(models.QuerySet[RowT]):
    """Reads and inserts; every way to change or remove rows is refused."""

    def update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        _refuse(self.model)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        _refuse(self.model)

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        _refuse(self.model)

    def bulk_create(
        self, objs: Iterable[Any], *conflicts: Any, batch_size: int | None = None, **more: Any
    ) -> list[Any]:
        """Insert the rows, all or none.

        Raises:
            AppendOnlyError: when rows that exist are to be overwritten or passed over.
        """
        if any(conflicts) or any(more.values()):
            _refuse(self.model)
        return super().bulk_create(objs, batch_size=batch_size)


class AppendOnlyManager(models.Manager[RowT]):
    """The default manager of append-only models."""

    def get_queryset(self) -> AppendOnlyQuerySet[RowT]:
        """Every row, to read or to add to."""
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnlyModel(models.Model):
    """A record that is never changed or removed; a correction is a new row."""

    objects = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row.

        Raises:
            AppendOnlyError: when the row is already stored.
        """
        if not self._state.adding:
            _refuse(type(self))
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        _refuse(type(self))
