"""Reads what a policy leaves to the plan, and which facts the plan lets grow old."""

from collections.abc import Iterable, Iterator, Mapping

from criteria.domain.facts import FactSpec, FactType
from criteria.domain.policy import FactAge, PlanSetting
from criteria.loading.criteria_parts import citation
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.schema import AgesPart, SettingPart


def settings_read(
    parts: Iterable[SettingPart], specs: Mapping[str, FactSpec], problems: Problems
) -> Iterator[PlanSetting]:
    """The settings in their order; what is wrong with the facts they name is noted."""
    for index, part in enumerate(parts):
        ages = part.ages
        if ages is not None:
            _check(ages, specs, problems, index)
        age = FactAge(ages.fact, ages.dated_by, ages.length) if ages else None
        line = problems.line(("settings", index))
        yield PlanSetting(part.id, part.ask, citation(part.cite), age, line)


def _check(ages: AgesPart, specs: Mapping[str, FactSpec], problems: Problems, index: int) -> None:
    path = ("settings", index, "ages")
    for key, name in (("fact", ages.fact), ("dated_by", ages.dated_by)):
        if name not in specs:
            advice = did_you_mean(name, specs)
            problems.add((*path, key), f"No fact is named {name!r}. {advice}")
    dated_by = specs.get(ages.dated_by)
    if dated_by is not None and dated_by.type is not FactType.DATE:
        problems.add(
            (*path, "dated_by"),
            f"The fact {ages.dated_by!r} is no date. Name the fact that holds the date.",
        )
