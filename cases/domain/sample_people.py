"""Invented members for a sample. Nobody here exists; every number says that it is a sample's."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

MEMBER_PREFIX = "SMP"
_GIVEN: tuple[str, ...] = (
    "Ada",
    "Bo",
    "Cleo",
    "Dov",
    "Esme",
    "Finn",
    "Gia",
    "Hal",
    "Ines",
    "Jude",
    "Kai",
    "Lena",
)
_GIVEN += ("Mo", "Nia", "Otis", "Pia", "Quin", "Rae", "Sol", "Tess", "Uma", "Vic", "Wren", "Yara")
_FAMILY: tuple[str, ...] = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Ginkgo",
    "Hazel",
    "Ironwood",
)
_FAMILY += ("Juniper", "Kapok", "Larch", "Maple", "Nutmeg", "Oak", "Pine", "Quince", "Rowan")
_FAMILY += ("Spruce", "Teak", "Umbrella", "Viburnum", "Willow", "Yew")
_STREETS = ("Sample Road", "Example Street", "Test Lane", "Specimen Way")
GROUPS = 24


@dataclass(frozen=True, slots=True)
class Cover:
    """What covers a sample member; weight is how often in a thousand."""

    weight: int
    line_of_business: str
    regime: str
    funding: str
    route: str = "ours"
    home_plan: str = ""
    grouped: bool = True


COVERS = (
    Cover(300, "commercial", "erisa", "insured"),
    Cover(240, "commercial", "erisa", "self_insured"),
    Cover(80, "commercial", "governmental", "self_insured"),
    Cover(20, "commercial", "church", "insured"),
    Cover(40, "commercial", "individual", "insured", grouped=False),
    Cover(110, "marketplace", "individual", "insured", grouped=False),
    Cover(130, "medicaid", "public", "insured", grouped=False),
    Cover(30, "medicare_advantage", "public", "insured", grouped=False),
    Cover(30, "fep", "public", "insured", route="fep", grouped=False),
    Cover(20, "commercial", "erisa", "insured", route="other_plan", home_plan="Sample Blue"),
)


@dataclass(frozen=True, slots=True)
class SampleMember:
    """An invented member with one coverage; group is its place among the groups, None without."""

    number: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    address_line: str
    cover: Cover
    group: int | None
    starts_on: date


def sample_members(count: int, *, first: int, random: Random, until: date) -> list[SampleMember]:
    """As many members, numbered from first on, born and covered before the sample begins."""
    covers = random.choices(COVERS, weights=[cover.weight for cover in COVERS], k=count)
    return [
        _member(first + place, cover, random, until=until) for place, cover in enumerate(covers)
    ]


def _member(number: int, cover: Cover, random: Random, *, until: date) -> SampleMember:
    below = random.random
    oldest = 27000 if cover.line_of_business != "medicare_advantage" else 6000
    age_days = 730 + int(below() * oldest) + (24000 if oldest == 6000 else 0)
    birth_date = until - timedelta(days=age_days)
    return SampleMember(
        number=f"{MEMBER_PREFIX}{number:09d}",
        given_name=_GIVEN[int(below() * len(_GIVEN))],
        family_name=_FAMILY[int(below() * len(_FAMILY))],
        birth_date=birth_date,
        sex="FMU"[int(below() * 2.02)],
        address_line=f"{1 + int(below() * 900)} {_STREETS[int(below() * len(_STREETS))]}",
        cover=cover,
        group=int(below() * GROUPS) if cover.grouped else None,
        starts_on=date(until.year - 3, 1, 1) if age_days > 1400 else birth_date,
    )
