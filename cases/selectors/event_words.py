"""Events of a case as sentences: what happened, by whom, and to what of the request."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.domain.authority import Category
from cases.domain.benefits import BenefitsFinding, BenefitsReason
from cases.domain.contacts import Counterpart, Verified
from cases.models import Case, CriterionReview, Fact, Letter, Recommendation
from cases.selectors.gates import gate_fact
from criteria.domain.policy import Policy

SENTENCES = {
    "case.opened": "Request opened by {who}",
    "case.claimed": "Claimed by {who}",
    "case.released": "Given back to the queue by {who}",
    "case.reassigned": "Given to another reviewer by {who}",
    "case.released_by_manager": "Put back in the queue by {who}",
    "gate.confirmed": "Gate settled by {who}",
    "facts.settled": "Facts settled by {who}",
    "facts.gathered": "Facts found in the records by {who}",
    "checks.run": "Automated checks run by {who}",
    "case.coverage_changed": "Coverage changed since the request, seen by {who}",
    "benefits.opened": "Benefits task opened by {who}",
    "benefits.settled": "Benefits task settled by {who}",
    "criterion.answered": "Criterion answered by {who}",
    "information.requested": "Information requested by {who}",
    "information.closed": "Taken up again without an answer by {who}",
    "information.item_answered": "Part of what was asked was answered by voice, taken by {who}",
    "records.received": "Records received, filed by {who}",
    "case.woken": "Back in the queue after an answer, recorded by {who}",
    "contact.recorded": "Contact recorded by {who}",
    "case.amended": "Request changed on the requester's word by {who}",
    "case.withdrawn": "Withdrawn by the requester, recorded by {who}",
    "void.proposed": "Proposed as entered in error by {who}",
    "void.refused": "Found not to be entered in error by {who}",
    "case.voided": "Confirmed as entered in error by {who}",
    "notice.told": "Decision told by voice by {who}",
    "peer_to_peer.requested": "Call between doctors asked for, recorded by {who}",
    "peer_to_peer.scheduled": "Call between doctors arranged by {who}",
    "peer_to_peer.attempted": "Attempt to reach the doctor, recorded by {who}",
    "peer_to_peer.held": "Call between doctors held by {who}",
    "peer_to_peer.not_held": "Call between doctors not held, closed by {who}",
    "case.referred": "Referred to a medical director by {who}",
    "case.returned": "Returned with a question by {who}",
    "case.redirected": "Redirected by {who}",
    "determination.approved": "Approved by {who}",
    "determination.denied": "Adverse determination signed by {who}",
    "letter.made": "Letter made by {who}",
    "appeal.received": "Appeal received, recorded by {who}",
    "appeal.records_received": "Papers received for an appeal, filed by {who}",
    "appeal.acknowledged": "Appeal acknowledged by {who}",
    "appeal.assigned": "Appeal given to a reviewer by {who}",
    "appeal.withdrawn": "Appeal withdrawn, recorded by {who}",
    "appeal.earlier_arrival": "An earlier arrival of the appeal found by {who}",
    "appeal.correction_proposed": "Correction of the appeal's time of receipt proposed by {who}",
    "appeal.corrected": "The appeal's time of receipt corrected, confirmed by {who}",
    "appeal.correction_refused": "Correction of the appeal's time of receipt refused by {who}",
    "request.indexed": "Pages of the request indexed by {who}",
    "records.indexed": "Pages of the records indexed by {who}",
    "papers.filed": "Papers that came after the end filed by {who}",
    "reconsideration.requested": "Another look at the decision asked for, recorded by {who}",
    "page.closed": "Page closed as not ours by {who}",
    "page.reopened": "Closed page opened again by {who}",
    "clock.earlier_arrival": "An earlier arrival of the papers found by {who}",
    "clock.correction_proposed": "Correction of the time of receipt proposed by {who}",
    "clock.corrected": "Time of receipt corrected, confirmed by {who}",
    "clock.correction_refused": "Correction of the time of receipt refused by {who}",
    "notice.seen": "What was new seen by {who}",
    "appeal.ruled_out": "Looked at for appeal words and found to be no appeal by {who}",
}
_FIELDS = {
    "weight_kg": "weight",
    "weighed_on": "day of weighing",
    "service_from": "first planned day",
    "service_to": "last planned day",
    "facility_npi": "facility",
    "requester_npi": "requester",
    "hcpcs": "HCPCS code",
    "ndc": "NDC",
}

_SOURCE = re.compile(r"(?P<what>[a-z_]+):(?P<number>\d+)(?P<how> \([a-z_]+\))?")
_SOURCES = {
    "receipt": "arrival {number}",
    "contact": "by a recorded contact",
    "page": "on a page of the case",
    "determination": "determination {number}",
    "information_request": "request for information {number}",
    "letter": "by letter",
    "void": "entered in error",
}

Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """What the sentences of one case need: its policy (None when none governs) and names.

    pages gives the number of a page on the desk by the id of its record; people gives
    names by key. What is in neither is told without it.
    """

    policy: Policy | None
    people: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[int, int] = field(default_factory=dict)

    def criterion(self, criterion_id: str) -> str:
        """The label of a criterion or a gate; its id when the policy has none of it."""
        if self.policy is None:
            return criterion_id
        labels = {one.id: one.label for one in self.policy.leaves()}
        labels |= {one.id: one.label for one in self.policy.gates}
        return labels.get(criterion_id, criterion_id)

    def fact(self, name: str) -> str:
        """What is asked by a fact; its name when the policy asks nothing of the kind."""
        spec = self.policy.facts.get(name) if self.policy else None
        return spec.ask if spec else name.replace("_", " ")

    def gate_answer(self, gate_id: str, answer: str) -> str:
        """What a person found at a gate, in the policy's words."""
        gates = self.policy.gates if self.policy else ()
        gate = next((one for one in gates if one.id == gate_id), None)
        if self.policy is None or gate is None:
            return answer.replace("_", " ")
        return str(gate_fact(self.policy, gate).choices.get(answer, answer))

    def page(self, page_id: int) -> str:
        """The page as the desk counts it."""
        number = self.pages.get(page_id)
        return f"page {number}" if number else "a page of the case"


def event_sentence(kind: str, who: str) -> str:
    """What happened and by whom; a kind without words of its own is told by its name."""
    return SENTENCES.get(kind, kind.replace("_", " ").replace(".", ": ") + " by {who}").format(
        who=who
    )


def event_label(kind: str) -> str:
    """What happened, without who; empty for a kind that has no words of its own."""
    sentence = SENTENCES.get(kind, "")
    return sentence.replace(" by {who}", "").split(", ")[0]


def source_words(source: str) -> str:
    """What a clock event rests on, as its ledger names it: "receipt:5 (fax)" is arrival 5."""
    found = _SOURCE.fullmatch(source)
    words = _SOURCES.get(found["what"]) if found else None
    if found is None or words is None:
        return source
    return words.format(number=found["number"]) + (found["how"] or "")


def event_detail(kind: str, detail: Detail, words: Words) -> str:
    """To what it happened, in sentences; empty where the first sentence says it all."""
    told: list[str] = []
    if kind in _BY_ITSELF:
        told = _BY_ITSELF[kind](detail)
    elif kind in _BY_WORDS:
        told = _BY_WORDS[kind](detail, words)
    return " ".join(part for part in told if part)


def _answered(detail: Detail, words: Words) -> list[str]:
    answers = CriterionReview.Answer
    answer, said = str(detail.get("answer", "")), str(detail.get("suggested", ""))
    rests = [
        f"Rests on {words.page(int(detail['page']))}." if detail.get("page") else "",
        f"Pages {detail['pages']} read, nothing contrary." if detail.get("pages") else "",
    ]
    if not any(rests) and detail.get("basis"):
        rests = [f"Rests on {_lower_first(_label(Fact.Basis, detail['basis']))}."]
    return [
        f"{words.criterion(str(detail.get('criterion', '')))}: {_label(answers, answer).lower()}.",
        f"Suggested: {_label(answers, said).lower()}." if said and said != answer else "",
        *rests,
    ]


def _gate(detail: Detail, words: Words) -> list[str]:
    gate = str(detail.get("gate", ""))
    passed = "Passed." if detail.get("passed") else "Not passed."
    found = words.gate_answer(gate, str(detail.get("answer", "")))
    return [f"{words.criterion(gate)}: {found}.", passed]


def _facts(detail: Detail, words: Words) -> list[str]:
    asked = "; ".join(words.fact(str(name)) for name in detail.get("facts", ()))
    return [f"{asked}."] if asked else []


def _asked(detail: Detail, words: Words) -> list[str]:
    labels = [words.criterion(str(one)) for one in detail.get("criteria", ()) if one]
    return [f"About: {'; '.join(labels)}."] if labels else []


def _contact(detail: Detail) -> list[str]:
    verified = str(detail.get("verified", ""))
    return [
        f"With {_lower_first(_label(Counterpart, detail.get('with', '')))}.",
        f"{_label(Verified, verified)}." if verified else "",
        "Stands in the place of an earlier contact." if detail.get("corrects") else "",
    ]


def _amended(detail: Detail, words: Words) -> list[str]:
    fields = [
        _FIELDS.get(str(name), str(name).replace("_", " ")) for name in detail.get("fields", ())
    ]
    sooner = "What was asked is wanted sooner than the letter says; tell the requester."
    return [
        f"Changed: {', '.join(fields)}.",
        *_ground(detail, words),
        sooner if detail.get("answer_by") else "",
    ]


def _ground(detail: Detail, words: Words) -> list[str]:
    if detail.get("page"):
        return [f"Asked for on {words.page(int(detail['page']))}."]
    return ["Asked for in a recorded contact."] if detail.get("contact") else []


def _handed(detail: Detail, words: Words) -> list[str]:
    people = {key: words.people.get(str(detail.get(key, "")), "") for key in ("from", "to")}
    return [
        f"From {people['from']}." if people["from"] else "",
        f"To {people['to']}." if people["to"] else "",
    ]


def _arrival(detail: Detail) -> list[str]:
    left = detail.get("pages_left")
    return [
        f"From arrival {detail['receipt']}." if detail.get("receipt") else "",
        f"{left} of its pages are left for another request." if left else "",
        "At the first look; its pages are indexed later." if detail.get("first_look") else "",
    ]


def _closed_page(detail: Detail) -> list[str]:
    return [f"Page {detail.get('page_number')} of arrival {detail.get('receipt')}."]


def _letter(detail: Detail) -> list[str]:
    kind = _label(Letter.Kind, detail.get("kind", ""))
    return [f"{kind}, to the {detail.get('recipient', 'member')}."]


def _appeal(detail: Detail) -> list[str]:
    urgency = _label(Case.Urgency, detail.get("urgency", "")).lower()
    return [
        f"Appeal {detail.get('appeal')}, level {detail.get('level')}, {urgency}.",
        "Filed late." if detail.get("late") == "yes" else "",
    ]


def _appeal_number(detail: Detail) -> list[str]:
    return [f"Appeal {detail['appeal']}."] if detail.get("appeal") else []


def _items(detail: Detail) -> list[str]:
    return [f"Items: {', '.join(str(one) for one in detail.get('items', ()))}."]


def _denied(detail: Detail) -> list[str]:
    return [f"{_label(Category, detail.get('category', ''))}."]


def _label(choices: Any, value: object) -> str:
    """The words of a choice; the value itself where it is none of them any more."""
    return str(choices(value).label) if value in list(choices) else str(value).replace("_", " ")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _appeal_arrival(detail: Detail) -> list[str]:
    return [*_appeal_number(detail), *_arrival(detail)]


_BY_ITSELF: dict[str, Callable[[Detail], list[str]]] = {
    "appeal.acknowledged": _appeal_number,
    "appeal.assigned": _appeal_number,
    "appeal.received": _appeal,
    "appeal.withdrawn": _appeal_number,
    "appeal.corrected": _appeal_arrival,
    "appeal.correction_proposed": _appeal_arrival,
    "appeal.correction_refused": _appeal_arrival,
    "appeal.earlier_arrival": _appeal_arrival,
    "benefits.opened": lambda detail: [f"{_label(BenefitsReason, detail.get('reason', ''))}."],
    "benefits.settled": lambda detail: [f"{_label(BenefitsFinding, detail.get('finding', ''))}."],
    "case.coverage_changed": lambda detail: (
        ["Gates that were settled are asked again."] if detail.get("gates") else []
    ),
    "case.opened": _arrival,
    "clock.corrected": _arrival,
    "clock.correction_proposed": _arrival,
    "clock.earlier_arrival": _arrival,
    "case.referred": lambda detail: [f"{_label(Recommendation.Kind, detail.get('kind', ''))}."],
    "checks.run": lambda detail: [f"Run {detail.get('run')}."],
    "contact.recorded": _contact,
    "determination.denied": _denied,
    "facts.gathered": lambda detail: [f"{detail.get('new')} new, none of them confirmed yet."],
    "information.item_answered": _items,
    "letter.made": _letter,
    "peer_to_peer.requested": _arrival,
    "records.received": _arrival,
    "records.indexed": _arrival,
    "request.indexed": _arrival,
    "papers.filed": _arrival,
    "reconsideration.requested": _arrival,
    "page.closed": _closed_page,
    "page.reopened": _closed_page,
}
_BY_WORDS: dict[str, Callable[[Detail, Words], list[str]]] = {
    "case.amended": _amended,
    "case.reassigned": _handed,
    "case.released_by_manager": _handed,
    "case.withdrawn": _ground,
    "criterion.answered": _answered,
    "facts.settled": _facts,
    "gate.confirmed": _gate,
    "information.requested": _asked,
}
