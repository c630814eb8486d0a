"""Makes sample cases: invented, many, the same ones for the same seed and last moment."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice
from random import Random

from django.conf import settings
from django.db import transaction

from accounts.domain.actor import Actor, Credential, system_actor
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from accounts.selectors.people import user_ids
from accounts.services.people import NewPerson, person_create
from cases.domain.sample_people import GROUPS, MEMBER_PREFIX, sample_members
from cases.domain.sample_story import Arrival, arrivals
from cases.errors import SampleRefusedError
from cases.letters.sample import sample_letter
from cases.models import Case, Coverage, Facility, Group, Member, Provider
from cases.services.clock_many import ManyClocks
from cases.services.reference import FacilityRecord, ProviderRecord, directory_load
from cases.services.sample_build import CaseLot, MemberLot, SampleBuild
from cases.services.sample_lots import lot_writers
from cases.services.sample_rows import KEYED, Ids
from cases.services.sample_world import CoveredMember, Person, PolicyOf, Product, World
from criteria.selectors.policies import policies_for_service, policy_get, revision_list
from operations.services.audit import audit_append, audit_key
from operations.services.bulk import ids_reserve, many_inserts

MAKER = system_actor("sample")
CASE_PREFIX = "SA-"
AT_ONCE = 2000
NURSES, DIRECTORS, REQUESTERS, FACILITIES = 12, 3, 16, 6
_INVENTED = (
    Product("Examplumab, one infusion", "J9998", "C50.919", "Sample neoplasm"),
    Product("Specimenib, 30 days", "J9997", "M06.9", "Sample arthritis"),
    Product("Testocept, one infusion", "J9996", "G35", "Sample sclerosis"),
    Product("Imaging of the sample joint", "S9995", "M25.569", "Sample pain"),
)


@dataclass(frozen=True)
class SampleAsk:
    """How much to make. until is the last moment of the sample; members None is six of ten."""

    cases: int
    until: datetime
    seed: int = 1
    members: int | None = None
    backlog_percent: float = 5.0
    beside: bool = False


def sample_make(
    ask: SampleAsk,
    *,
    actor: Actor,
    now: datetime,
    progress: Callable[[int], object] = lambda _: None,
) -> int:
    """Make the cases, two thousand in each transaction; returns how many.

    Stopped in the middle it leaves whole cases. Every trigger and constraint stays on.

    Raises:
        NotPermittedError: only the sample command makes samples.
        SampleRefusedError: the settings do not allow it, or other cases are here already.
    """
    if actor.key != MAKER.key:
        raise NotPermittedError("Samples are made by the sample command only.")
    _refuse_where_real(ask)
    random = Random(ask.seed)  # noqa: S311 - a sample, the same again for the same seed
    world = _world(ask, random, now=now)
    zone = world.clocks.plan(ask.until.date()).time_zone
    moments = arrivals(
        ask.cases,
        backlog_percent=ask.backlog_percent,
        until=ask.until,
        zone=zone,
        random=random,
    )
    build = SampleBuild(world, until=ask.until, seed=ask.seed, now=now)
    with lot_writers(build) as written, many_inserts():
        deque(written(_member_lots(len(world.members))), maxlen=0)
        for size in written(_case_lots(moments)):
            progress(size)
    _record(ask, actor=actor, now=now)
    return ask.cases


def _member_lots(members: int) -> Iterator[MemberLot]:
    for start in range(0, members, AT_ONCE):
        yield MemberLot(start, min(start + AT_ONCE, members))


def _case_lots(moments: Sequence[Arrival]) -> Iterator[CaseLot]:
    """The arrivals two thousand at a time, each lot with keys that nobody else is given."""
    numbers = _numbers()
    for place, start in enumerate(range(0, len(moments), AT_ONCE)):
        part = moments[start : start + AT_ONCE]
        with transaction.atomic():
            ids: Ids = {model: ids_reserve(model, len(part) * n) for model, n in KEYED.items()}
        yield CaseLot(place, part, list(islice(numbers, len(part))), ids)


def _refuse_where_real(ask: SampleAsk) -> None:
    if not settings.SAMPLE_DATA_ALLOWED:
        raise SampleRefusedError(
            "These settings are of a real installation: no sample cases are made here."
        )
    others = Case.objects.exclude(number__startswith=CASE_PREFIX)
    if not ask.beside and others.exists():
        raise SampleRefusedError(
            "This database holds cases that are no sample. Use another database, or --beside to "
            "put the sample beside them."
        )


def _numbers() -> Iterator[str]:
    """SA- and nine digits, from where an earlier sample ended."""
    last = (
        Case.objects.filter(number__startswith=CASE_PREFIX)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return (f"{CASE_PREFIX}{number:09d}" for number in count(int(last[3:]) + 1 if last else 1))


@transaction.atomic
def _record(ask: SampleAsk, *, actor: Actor, now: datetime) -> None:
    audit_append(
        "sample",
        actor=actor.key,
        action="sample.made",
        detail={"cases": ask.cases, "seed": ask.seed, "until": ask.until},
        now=now,
    )


@transaction.atomic
def _world(ask: SampleAsk, random: Random, *, now: datetime) -> World:
    """People, directory, members and policies that the cases refer to."""
    _directory()
    members = ask.members if ask.members is not None else max(ask.cases * 6 // 10, 1)
    products = _products()
    return World(
        members=_members(members, random, until=ask.until.date()),
        groups=_groups(),
        products=products,
        nurses=_people(NURSES, Role.NURSE_REVIEWER, until=ask.until.date(), now=now),
        directors=_people(DIRECTORS, Role.MEDICAL_DIRECTOR, until=ask.until.date(), now=now),
        requesters=_ids(Provider),
        facilities=_ids(Facility),
        policy_of=PolicyOf({p.hcpcs for p in products}, _policy_changes(), _policy_id),
        clocks=ManyClocks(),
        letter=sample_letter(),
        chain_key=audit_key(),
    )


def _directory() -> None:
    """Requesters and facilities whose numbers are no National Provider Identifiers."""
    place = {"city": "Sampleton", "state": "KS", "postal_code": "66999"}
    directory_load(
        [
            ProviderRecord(
                npi=f"00000001{number:02d}", name=f"Sample Provider {number} MD", **place
            )
            for number in range(REQUESTERS)
        ],
        [
            FacilityRecord(npi=f"00000002{number:02d}", name=f"Sample Hospital {number}", **place)
            for number in range(FACILITIES)
        ],
    )


def _ids(model: type[Provider | Facility]) -> list[int]:
    rows = model.objects.filter(npi__startswith="0000000").order_by("npi")
    return list(rows.values_list("pk", flat=True))


def _people(number: int, role: Role, *, until: date, now: datetime) -> list[Person]:
    """Reviewers nobody can sign in as: they have no password."""
    licence = "MD" if role is Role.MEDICAL_DIRECTOR else "RN"
    names = [f"sample-{licence.lower()}-{place:02d}" for place in range(1, number + 1)]
    known = user_ids(names)
    for name in names:
        if name not in known:
            credential = Credential(
                licence, f"S-{name[-5:]}", "KS", "", until + timedelta(days=730)
            )
            person = NewPerson(name, f"Sample {name[7:].upper()}", role, credentials=(credential,))
            made = person_create(person, password=None, actor=MAKER, now=now)
            known[name] = made.user_id or 0
    return [Person(known[name], f"{licence} KS") for name in names]


def _members(number: int, random: Random, *, until: date) -> list[CoveredMember]:
    last = (
        Member.objects.filter(number__startswith=MEMBER_PREFIX)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    first = int(last[len(MEMBER_PREFIX) :]) + 1 if last else 1
    drawn = sample_members(number, first=first, random=random, until=until)
    return [
        CoveredMember(pk, coverage_id, member)
        for pk, coverage_id, member in zip(
            ids_reserve(Member, number), ids_reserve(Coverage, number), drawn, strict=True
        )
    ]


def _groups() -> list[tuple[int, str]]:
    """Key and name of each group that members belong to."""
    made = (
        Group.objects.get_or_create(
            number=f"SMG{place:04d}",
            defaults={"name": f"Sample Group {place}", "contract": Group.Contract.KNOWN},
        )[0]
        for place in range(GROUPS)
    )
    return [(group.pk, group.name) for group in made]


def _products() -> list[Product]:
    """What is asked for: each published policy's first service, and some that no policy governs."""
    governed = []
    for ref in revision_list():
        applies = policy_get(ref.id).applies
        if ref.is_published and applies.services:
            indication = next(iter(applies.indications), "")
            governed.append(
                Product(ref.title[:120], applies.services[0].hcpcs, "", "", indication[:32])
            )
    return [*governed, *_INVENTED]


def _policy_changes() -> set[date]:
    """Every day on which another policy may come to govern a service."""
    days: set[date] = set()
    for ref in revision_list():
        spans: list[tuple[date | None, date | None]] = [(ref.effective_from, ref.effective_to)]
        services = policy_get(ref.id).applies.services
        spans += [(service.effective_from, service.effective_to) for service in services]
        days |= {first for first, _ in spans if first}
        days |= {last + timedelta(days=1) for _, last in spans if last}
    return days


def _policy_id(hcpcs: str, on: date) -> int | None:
    found = policies_for_service(hcpcs=hcpcs, ndc=None, on=on)
    return found[0].id if found else None
