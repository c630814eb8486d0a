"""What each key of a policy file is for, with an example: the words of its reference.

Keys are listed by the part they stand in, under the name of the part in loading.schema;
a key that a part inherits is listed with the part it comes from.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyWords:
    """What a key says, and an example of its value as YAML."""

    says: str
    example: str


def _k(says: str, example: str) -> KeyWords:
    return KeyWords(says, example)


_CITE = _k("where in the plan's text it is said", "{section: III, bullet: 1a}")
_ID = _k("a name of its own in the file; dots group", "dx.expression")
_LABEL = _k("a few words, as the desk shows them", "Severe disease")
_SAYS = _k("the whole of it in your own words, every fact kept", "The marker is below 2 %.")
_READING = _k(
    "where the text can be read two ways: which way was taken, and why", "Exactly 2 % is not below."
)
_CHOICES = _k("each value of a choice with its words", "{both: On both copies, one: On one copy}")

FILE_KEYS: dict[str, dict[str, KeyWords]] = {
    "PolicyPart": {
        "policy": _k("the name, for addresses and commands", "kresladi"),
        "version": _k("the date of the plan's text", "2026-07-23"),
        "title": _k("the title, as people know it", "Kresladi"),
        "product": _k("the product or service, as letters name it", "Kresladi"),
        "effective": _k("the first day, and the last where the text states one", "{from: 2026-07-23}"),
        "source": _k("the plan's document", "see below"),
        "statements": _k("what the text says before its criteria", "[The contract comes first.]"),
        "applies": _k("indications, codes and products", "see below"),
        "authorization": _k("what an approval grants", "see below"),
        "settings": _k("values that the text leaves to the plan", "see below"),
        "same_words": _k(
            "words that mean the same, by a name that hints may use: `<transplant> ... declined`",
            "{transplant: [HSCT, BMT, stem cell transplant]}",
        ),
        "facts": _k("what is asked, by name", "see below"),
        "tables": _k("amounts by bands of a fact, by name", "see below"),
        "gates": _k("questions that come before the criteria, in order", "see below"),
        "criteria": _k("the criteria; all of the list must be met", "see below"),
        "limits": _k("limits on the request; outside a physician decides", "see below"),
        "advisories": _k("remarks that never decide", "see below"),
    },
    "EffectivePart": {
        "from": _k("the first day", "2026-07-23"),
        "to": _k("the last day; left out while open", "2027-07-22"),
    },
    "CitePart": {
        "section": _k("the section as the text heads it", "III"),
        "bullet": _k("the bullet in it, or words for the place", "1a"),
    },
    "HistoryPart": {
        "on": _k("the day", "2026-06-23"),
        "says": _k("what happened to the text", "Posted."),
    },
    "SourcePart": {
        "title": _k("the title of the document", "Kresladi, medical policy"),
        "document": _k("the document as it is cited", "The plan's medical policy Kresladi"),
        "posted": _k("the day it was posted; null where blank", "2026-06-23"),
        "original_effective": _k("the day it first took effect; null where blank", "2026-07-23"),
        "reviewed": _k("the day of the last review; null where blank", "null"),
        "review_due": _k("the day of the next review, where it is stated", "2027-07-23"),
        "maintained_by": _k("who writes it", "A pharmacy manager"),
        "adopted_by": _k("who works by it, where that is another", "The plan"),
        "aliases": _k("other names of the product", "[RP-L201]"),
        "history": _k("the text's own table of revisions", "[{on: 2026-06-23, says: Posted.}]"),
        "references": _k("what the text refers to", "[Package insert]"),
        "notes": _k("remarks on the text", "[It gives no rationale.]"),
    },
    "AppliesPart": {
        "indications": _k("each indication with its words", "{lad_1: LAD-I}"),
        "services": _k("procedure codes", "[{hcpcs: J3590, says: Unclassified biologics}]"),
        "products": _k("products by NDC", "[{ndc: 83537-0034-xx, says: Infusion bag}]"),
        "notes": _k("remarks on the codes", "[The list may not be complete.]"),
    },
    "ServicePart": {
        "hcpcs": _k("five letters or digits", "J3590"),
        "says": _k("what the code is for", "Unclassified biologics"),
        "places": _k("where it may be used; any where it is left out", "[hospital_outpatient]"),
        "effective": _k("the days it may be used", "{from: 2026-01-01, to: 2026-06-30}"),
    },
    "ProductPart": {
        "ndc": _k("the NDC with hyphens, xx for any package", "83537-0034-xx"),
        "says": _k("what the package holds", "Infusion bag"),
    },
    "AuthorizationPart": {
        "doses": _k("how many doses it is for", "1"),
        "renewable": _k("whether it may be renewed", "false"),
        "retreatment": _k("what is said of a repeat", "case_by_case"),
        "says": _k("what it grants, in words", "Valid for one dose in all."),
        "cite": _CITE,
        "validity_days": _k("how long it is valid, where the text says so", "180"),
        "billing_units": _k("what a billing unit is", "One unit with the NDC."),
        "units": _k("how many billing units it is for", "4"),
        "renewals": _k("how many renewals there may be", "2"),
        "renewal_validity_days": _k("how long a renewal is valid, where it is another time", "365"),
    },
    "SettingPart": {
        "id": _k("the name of the plan's setting", "validity_days"),
        "ask": _k("what the plan sets", "Days that an approval stays valid"),
        "cite": _CITE,
        "ages": _k("the fact that it lets grow old, where it does", "see below"),
    },
    "AgesPart": {
        "fact": _k("the fact that grows old", "hiv_result"),
        "dated_by": _k("the fact that dates it, of type date", "hiv_test_date"),
        "length": _k("the length in the plan's settings, under validity", "hiv_test"),
    },
    "FieldPart": {
        "ask": _k("the question, as the desk shows it", "Percentage of neutrophils with the marker"),
        "type": _k("what kind of value it takes", "percent"),
        "unit": _k("the unit of a bare number, for a quantity", "kg"),
        "choices": _CHOICES,
        "undecided": _k("the choices that mean not known", "[pending]"),
        "words": _k(
            "what a person may write instead of a number, or for a choice: each word with its value",
            "{absent: 0 %}",
        ),
        "find": _k("how it is found in records", "{terms: [CD18], documents: [flow_cytometry]}"),
    },
    "FactPart": {
        "rests_on": _k("what an answer may rest on", "[page, contact]"),
        "specimen": _k("the only specimen that counts", "neutrophils"),
        "fields": _k("what each item of a list says", "{drug: {ask: Drug, type: text}}"),
    },
    "FindPart": {
        "terms": _k("words that name it", "[CD18]"),
        "forms": _k("labels as printed on forms and reports", '["CD18 (neutrophils)"]'),
        "documents": _k("kinds of papers that usually hold it", "[flow_cytometry, lab_report]"),
        "traps": _k("phrases that look like it and are not", "[lymphocytes, reference range]"),
        "negations": _k("words by which a record denies it", "[not detected]"),
        "phrases": _k(
            "for a choice or a yes/no, the words that state each value; ... passes over up to seven "
            "words, | parts words of which one must stand, * lets a word go on",
            '{"true": [is a candidate, "monitor*|watch* ... infection"]}',
        ),
        "date_of": _k("for a date: the fact, or the field of the same list, whose day it is", "weight_kg"),
        "one_day": _k("for a list: the choices of its leading field that are done in one day", "[injection]"),
    },
    "TablePart": {
        "label": _k("the table in words", "dose by weight"),
        "by": _k("the fact whose amount chooses the row", "weight_kg"),
        "rows": _k("bands without gap or overlap", "[{from: 15 kg, gives: 50 mg}]"),
    },
    "BandPart": {
        "from": _k("the lower end, which belongs to it", "15 kg"),
        "above": _k("the lower end, which does not", "15 kg"),
        "below": _k("the upper end, which does not belong to it", "30 kg"),
        "to": _k("the upper end, which does", "30 kg"),
        "gives": _k("the amount", "50 mg"),
    },
    "ForPart": {
        "indications": _k("only for these indications", "[skin]"),
        "request_types": _k("only for these types of request", "[renewal]"),
    },
    "GatePart": {
        "id": _ID,
        "label": _LABEL,
        "says": _SAYS,
        "cite": _CITE,
        "passes": _k("the rule under which the request goes on", "{fact: coverage, is: true}"),
        "exits": _k("where it goes otherwise", "see below"),
        "request": _k("what to ask for while it is unknown", "Verify the benefits."),
        "asked_of": _k("who is asked", "plan"),
        "holds_when_unknown": _k("whether an approval waits for it; true where left out", "false"),
        "confirmed_by_person": _k("whether a person settles it on the case", "true"),
        "reading": _READING,
    },
    "ExitPart": {
        "when": _k("the rule under which it is taken", "{fact: plan_route, is: other_plan}"),
        "suggest": _k("what is suggested then", "redirect"),
        "because": _k("why, as the desk shows it", "Another plan decides."),
        "to": _k("whom it goes to", "the home plan"),
    },
    "CriterionPart": {
        "id": _ID,
        "label": _LABEL,
        "says": _SAYS,
        "cite": _CITE,
        "request": _k("what to ask for while it cannot be told; must, where it is answered", "Send the laboratory report."),
        "asked_of": _k("who is asked; the provider where left out", "plan"),
        "letter": _k("the plain reason in a letter when it is not met; must, where it is answered", "The marker was not low."),
        "reading": _READING,
        "rests_on": _k("what an answer may rest on; must, where it is answered", "[page]"),
        "future_intent": _k("whether it is about the time to come", "true"),
        "for": _k("the requests it is for; all where left out", "{request_types: [renewal]}"),
        "not_applicable_when": _k("the rule under which it does not apply", "{not: {known: drug}}"),
        "case_by_case_when": _k(
            "the rule under which a physician decides, case by case", "{fact: prior, is: same}"
        ),
        "doubts": _k("findings under which the software does not decide", "see below"),
        "notes": _k("remarks shown when their rule is met", "see below"),
    },
    "DoubtPart": {
        "when": _k("the rule under which it is doubtful", "{fact: scale, is: brightness}"),
        "route": _k("to a physician, or ask for more", "physician"),
        "because": _k("why, as the desk shows it", "The report gives another measure."),
        "request": _k("what to ask for, where the route is ask", "A test by another method."),
    },
    "NotePart": {
        "when": _k("the rule under which it is shown", "{known: drug}"),
        "says": _k("the remark", "Look at the elimination time."),
    },
    "LimitPart": {
        "id": _ID,
        "label": _LABEL,
        "says": _SAYS,
        "cite": _CITE,
        "each_stated": _k("rules, each of which must hold as far as it is stated", "see rules"),
        "because": _k("why a physician looks at it", "More than one dose is requested."),
        "reading": _READING,
    },
    "AdvisoryPart": {
        "id": _ID,
        "says": _SAYS,
        "cite": _CITE,
        "kind": _k("what it is about", "coding"),
        "when": _k("the rule under which it is shown; always where left out", "{known: weight_kg}"),
    },
}  # fmt: skip
