"""Codes on a request: places of service, and the several forms of an NDC."""

import re
from collections.abc import Mapping
from types import MappingProxyType

# Place-of-service codes of the Centers for Medicare & Medicaid Services, by the words
# that policies use.
PLACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "office": frozenset({"11"}),
        "home": frozenset({"12"}),
        "hospital_outpatient": frozenset({"19", "22"}),
        "hospital_inpatient": frozenset({"21"}),
        "ambulatory_surgical_center": frozenset({"24"}),
    }
)

_HYPHENATED = re.compile(r"^(\d{4,5})-(\d{3,4})-(\d{1,2})$")
_PADDED_FORMS = {(5, 4, 2), (5, 3, 2), (5, 4, 1), (4, 4, 2)}


class NdcError(ValueError):
    """An NDC that cannot be brought to eleven digits without guessing."""


def ndc_normalize(text: str) -> str:
    """The NDC in 5-4-2 form; shorter segments are filled with a zero in front.

    Raises:
        NdcError: for bare ten digits, which could be split in three ways, and for
            anything that is no NDC.
    """
    cleaned = text.strip()
    if re.fullmatch(r"\d{11}", cleaned):
        return f"{cleaned[:5]}-{cleaned[5:9]}-{cleaned[9:]}"
    if re.fullmatch(r"\d{10}", cleaned):
        raise NdcError(
            "Ten digits without hyphens can be split in three ways; ask for the hyphens."
        )
    found = _HYPHENATED.match(cleaned)
    if found is None or tuple(len(part) for part in found.groups()) not in _PADDED_FORMS:
        raise NdcError("An NDC is written 5-4-2, 5-3-2, 5-4-1 or 4-4-2, or as eleven digits.")
    labeler, product, package = found.groups()
    return f"{labeler:0>5}-{product:0>4}-{package:0>2}"


def ndc_pattern(text: str) -> str:
    """The NDC in 5-4-2 form, where "xx" may stand for the package.

    Raises:
        NdcError: as ndc_normalize.
    """
    cleaned = text.strip()
    if not cleaned.endswith("-xx"):
        return ndc_normalize(cleaned)
    return ndc_normalize(cleaned.removesuffix("xx") + "00").removesuffix("00") + "xx"


def ndc_matches(pattern: str, ndc: str) -> bool:
    """Whether the normalized NDC is one the pattern means; "xx" stands for any package."""
    if pattern.endswith("-xx"):
        return ndc.rsplit("-", 1)[0] == pattern.removesuffix("-xx")
    return ndc == pattern


def place_allowed(places: tuple[str, ...], place_of_service: str) -> bool:
    """Whether a place-of-service code is one of the named places; no names allow any."""
    return not places or any(place_of_service in PLACES[name] for name in places)
