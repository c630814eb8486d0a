"""Facts as policies want them, and a member, for the tests of the finder. Everything is made up."""

from datetime import date

from documents.domain.finding import MemberIdentity, Wanted, find_candidates, page_from_text

MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))
CD18 = Wanted(
    "cd18",
    "percent",
    unit="%",
    terms=("CD18",),
    forms=("Neutrophil CD18",),
    documents=("flow_cytometry",),
    traps=("lymphocyte", "reference", "mother", "after treatment"),
    words=("absent", "normal"),
    specimen="neutrophils",
)
SCREEN = Wanted(
    "screen",
    "choice",
    terms=("HIV",),
    forms=("HIV screen:",),
    traps=("mother",),
    phrases={"negative": ("negative", "non-reactive"), "positive": ("positive", "reactive")},
)
WATCHED = Wanted(
    "watched",
    "boolean",
    terms=("monitor for infection",),
    forms=("Monitoring for infection:",),
    negations=("infection watch declined",),
    phrases={"true": ("will be monitored for infection",), "false": ("left unmonitored",)},
)
WEIGHT = Wanted(
    "weight", "quantity", unit="kg", terms=("weight",), forms=("Weight:", "Weight (kg):")
)
DOSES = Wanted("doses", "count", unit="count", forms=("Number of doses:",))
SEEN = Wanted(
    "seen", "date", terms=("seen on",), forms=("Date of visit:",), documents=("clinic_note",)
)
DRAWN = Wanted(
    "drawn", "date", terms=("HIV", "collected"), forms=("Collected:",), traps=("reported",)
)
CODE = Wanted("code", "text", terms=("HCPCS", "J3590"), forms=("HCPCS:", "Variant:"))
ALL = (CD18, SCREEN, WATCHED, WEIGHT, DOSES, SEEN, DRAWN, CODE)


def values(wanted, *texts):
    pages = [page_from_text(number, text) for number, text in enumerate(texts, start=1)]
    return [(c.value, c.page) for c in find_candidates(wanted, pages, MEMBER)]
