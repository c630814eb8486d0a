"""Lists as policies want them, for the tests of their items. Everything is made up."""

from documents.domain.finding import MemberIdentity, Wanted, page_from_text
from documents.reading.evidence import find_facts

NOBODY = MemberIdentity("")
DRUGS = Wanted(
    "drugs",
    "list",
    terms=("tried", "failed"),
    traps=("allergic to", "history of"),
    negations=("never", "not tried", "declined"),
    leading="drug",
    fields=(
        Wanted("drug", "text", terms=("alfamab", "betamab", "gammacin", "AFM"), forms=("Drug",)),
        Wanted(
            "class",
            "choice",
            forms=("Class",),
            phrases={"mab": ("alfamab", "betamab", "antibody"), "cin": ("gammacin",)},
        ),
        Wanted("began", "date", terms=("since", "from", "started"), forms=("Start", "Dates")),
        Wanted("ended", "date", terms=("until", "stopped"), forms=("Stop", "Dates")),
        Wanted(
            "outcome",
            "choice",
            forms=("Outcome",),
            phrases={
                "none": ("no response", "did nothing", "not enough response"),
                "harm": ("not tolerated", "rash"),
                "good": ("good response", "responded"),
            },
        ),
    ),
)
CARE = Wanted(
    "care",
    "list",
    terms=("received",),
    traps=("on her own",),
    negations=("not tried", "declined"),
    one_day=("shot",),
    leading="kind",
    fields=(
        Wanted(
            "kind",
            "choice",
            forms=("Treatment",),
            phrases={
                "exercise": ("physical therapy", "PT", "supervised exercise"),
                "pill": ("gammacin", "pills"),
                "shot": ("injection",),
            },
        ),
        Wanted(
            "started", "date", terms=("since", "from"), forms=("From", "Start of care", "Dates")
        ),
        Wanted("last_day", "date", terms=("until", "last"), forms=("To", "Last visit", "Dates")),
        Wanted(
            "helped",
            "boolean",
            forms=("better?", "Helped"),
            phrases={"true": ("helped", "was better"), "false": ("no help", "not better")},
            traps=("her sister",),
        ),
        Wanted("sessions", "count", unit="count", terms=("sessions:",), forms=("Sessions",)),
        Wanted("place", "text", terms=("Elm Street", "Oak Street")),
    ),
)
SIGNS = Wanted(
    "signs",
    "list",
    traps=("history of",),
    negations=("denies", "denied"),
    leading="sign",
    fields=(
        Wanted(
            "sign",
            "choice",
            phrases={"weak": ("weakness", "weak leg"), "fever": ("fever", "high fever")},
        ),
        Wanted("seen", "date", date_of="sign", traps=("since",)),
    ),
)
SCORES = Wanted(
    "scores",
    "list",
    traps=("trial",),
    leading="score",
    fields=(
        Wanted("taken", "date", date_of="score", forms=("Date",)),
        Wanted("score", "quantity", unit="points", terms=("score",), forms=("Score",)),
    ),
)
STUDIES = Wanted(
    "studies",
    "list",
    terms=("MRI", "CT"),
    traps=("order",),
    negations=("cancelled",),
    leading="done",
    fields=(
        Wanted("done", "date", terms=("on", "performed"), forms=("Performed", "Date of exam", "Date"), traps=("read",)),
        Wanted(
            "clear",
            "boolean",
            phrases={"true": ("good quality",), "false": ("poor quality", "blurred")},
        ),
    ),
)  # fmt: skip


def items(wanted, *pages, received=None):
    """The items proposed on pages of text, as mappings of their fields."""
    found = _found(wanted, pages, received)
    return [dict(one.item) for one in found.proposed]


def aside(wanted, *pages, received=None):
    """What is said of items that are not proposed, each with how it is said or of whom."""
    found = _found(wanted, pages, received)
    return [
        (dict(one.item)[wanted.leading], one.assertion if one.subject == "member" else one.subject)
        for one in found.aside
    ]


def quotes(wanted, *pages):
    """The words that are quoted for the items proposed."""
    return [one.quote for one in _found(wanted, pages, None).proposed]


def _found(wanted, pages, received):
    texts = [page_from_text(number, text) for number, text in enumerate(pages, start=1)]
    return find_facts([wanted], texts, NOBODY, received=received)[0]
