"""What changed in a policy beside its rules: title and dates, its document, codes, terms."""

from collections.abc import Iterable

from criteria.domain.changes import (
    Change,
    ChangeKind,
    entries_changed,
    named,
    sentences_changed,
    texts_changed,
    values_changed,
)
from criteria.domain.policy import Applies, AuthorizationTerms, PlanSetting, Policy, Source
from criteria.domain.rule_diff import MeaningChange, TextChange


def whole_changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Title and dates, the plan's document, what it is about and what an approval grants."""
    found = (
        _told("policy", "Title and dates", *_policy(old, new)),
        _told("source", "The plan's document", *_source(old.source, new.source)),
        _told("applies", "What it is about", *_applies(old.applies, new.applies)),
        _told(
            "authorization",
            "What an approval grants",
            *_terms(old.authorization, new.authorization),
        ),
    )
    return tuple(change for change in found if change is not None)


def setting_change(old: PlanSetting, new: PlanSetting) -> Change | None:
    """What the plan is to set otherwise than before."""
    texts = texts_changed(old, new, {"ask": "What the plan sets", "cite": "Where it stands"})
    return _told(new.id, new.ask, texts, ())


def _told(
    key: str, label: str, texts: Iterable[TextChange], meaning: Iterable[MeaningChange]
) -> Change | None:
    told = tuple(texts), tuple(meaning)
    return Change(ChangeKind.CHANGED, key, label, *told) if any(told) else None


_Found = tuple[list[TextChange], list[MeaningChange]]


def _policy(old: Policy, new: Policy) -> _Found:
    texts = [
        *texts_changed(old, new, {"title": "Title", "product": "Product"}),
        *sentences_changed("Statement before the criteria", old.statements, new.statements),
    ]
    names = {
        "version": "Version",
        "effective_from": "In effect from",
        "effective_to": "In effect to",
    }
    return texts, values_changed(old, new, names)


def _source(old: Source, new: Source) -> _Found:
    texts = [
        *texts_changed(old, new, {"title": "Title", "document": "Document"}),
        *sentences_changed("Note", old.notes, new.notes),
        *sentences_changed("Reference", old.references, new.references),
    ]
    names = {
        "posted": "Posted",
        "original_effective": "Originally in effect",
        "reviewed": "Last reviewed",
        "review_due": "Review due",
        "maintained_by": "Maintained by",
        "adopted_by": "Adopted by",
    }
    dated = (((f"{day}", f"{day}: {says}") for day, says in of.history) for of in (old, new))
    aliases = (((alias, alias) for alias in of.aliases) for of in (old, new))
    meaning = [
        *values_changed(old, new, names),
        *entries_changed("Also named", *aliases),
        *entries_changed("History", *dated),
    ]
    return texts, meaning


def _applies(old: Applies, new: Applies) -> _Found:
    both = (old, new)
    indications = (named(of.indications) for of in both)
    services = (((one.hcpcs, one) for one in of.services) for of in both)
    products = (((one.ndc, one) for one in of.products) for of in both)
    meaning = [
        *entries_changed("Indication", *indications),
        *entries_changed("Procedure code", *services),
        *entries_changed("Product", *products),
    ]
    return sentences_changed("Note", old.notes, new.notes), meaning


def _terms(old: AuthorizationTerms, new: AuthorizationTerms) -> _Found:
    texts = texts_changed(old, new, {"says": "Text", "cite": "Where it stands"})
    names = {
        "doses": "Doses",
        "renewable": "Renewable",
        "retreatment": "Retreatment",
        "validity_days": "Days valid",
        "billing_units": "Billing units",
        "units": "Units",
        "renewals": "Renewals",
        "renewal_validity_days": "Days valid after a renewal",
    }
    return texts, values_changed(old, new, names)
