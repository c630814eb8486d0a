"""The rights an adverse letter must tell, by the rules that govern the member's coverage.

The rules and their words are data: rights.yaml, checked when it is first read.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from cases.domain.appeal_deadlines import AppealRule, FilingLimit
from cases.domain.appeal_regime import AppealRegime
from cases.letters.context import Letterhead, RightsSection

UNKNOWN_RULE = "unknown"
_SOURCE = Path(__file__).with_name("rights.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Section(_Strict):
    kind: str
    heading: str
    cite: str
    text: list[str]
    verify: bool = False


class _Filing(_Strict):
    days: int
    mailing_days: int
    counted_from: Literal["notice", "receipt"]
    cite: str


class _Limit(_Strict):
    id: str
    urgency: Literal["standard", "expedited"]
    limit_value: int
    limit_unit: Literal["h", "cal_d", "bus_d"]
    cite: str
    level: int = 1
    is_drug: bool | None = None


class _AppealRule(_Strict):
    title: str
    decide: list[_Limit]
    filing: _Filing | None = None
    verify: bool = False


class _Regime(_Strict):
    title: str
    appeals: str
    sections: list[str]
    letter_rules: list[str] = []


class _Rights(_Strict):
    effective: dict[str, Any]
    contacts: dict[str, str]
    sections: dict[str, _Section]
    appeal_rules: dict[str, _AppealRule]
    regimes: dict[AppealRegime, _Regime]


def rights_for(regime: AppealRegime, letterhead: Letterhead) -> tuple[RightsSection, ...]:
    """Every right under the regime, in the order to be read, with the plan's contacts filled in.

    A contact the letterhead lacks leaves an empty place, which missing_elements reports.
    """
    rights = _rights()
    filled = dict(rights.contacts) | _plan_contacts(letterhead)
    return tuple(
        _section(rights.sections[name], filled) for name in rights.regimes[regime].sections
    )


def kinds_required(regime: AppealRegime) -> tuple[str, ...]:
    """The kinds of right an adverse letter under the regime may not lack."""
    rights = _rights()
    return tuple(rights.sections[name].kind for name in rights.regimes[regime].sections)


def letter_rules(regime: AppealRegime) -> frozenset[str]:
    """Extra rules for the letter itself, such as "kansas" (K.A.R. 40-4-42a)."""
    return frozenset(_rights().regimes[regime].letter_rules)


def appeal_rule_for(regime: AppealRegime | None) -> AppealRule:
    """Until when an appeal under the regime may be filed and must be decided.

    None stands for coverage whose rules are not held: it gets the shortest limits of all.
    """
    rights = _rights()
    name = rights.regimes[regime].appeals if regime else UNKNOWN_RULE
    rule = rights.appeal_rules[name]
    return AppealRule(
        id=name,
        title=rule.title,
        filing=FilingLimit(**rule.filing.model_dump()) if rule.filing else None,
        decide=tuple(limit.model_dump() for limit in rule.decide),
        verify=rule.verify,
    )


@cache
def _rights() -> _Rights:
    return _Rights.model_validate(yaml.safe_load(_SOURCE.read_text("utf-8")))


def _section(section: _Section, filled: Mapping[str, str]) -> RightsSection:
    return RightsSection(
        kind=section.kind,
        heading=section.heading,
        paragraphs=tuple(text.format_map(filled) for text in section.text),
        citation=section.cite,
    )


def _plan_contacts(letterhead: Letterhead) -> dict[str, str]:
    appeals = letterhead.appeals
    return {
        "phone": letterhead.phone,
        "tty_words": f" (TTY {letterhead.tty})" if letterhead.tty else "",
        "appeals_name": appeals.name,
        "appeals_address": ", ".join(appeals.address),
        "appeals_phone": appeals.phone or letterhead.phone,
        "appeals_fax": appeals.fax,
        "peer_phone": letterhead.peer_to_peer_phone or letterhead.phone,
        "peer_days": str(letterhead.peer_to_peer_days),
    }
