"""How cases are shown: plain values of the selectors, field by field."""

from typing import Any

from rest_framework import serializers

from cases.api.choices import (
    APPEAL_FILERS,
    APPEAL_STATES,
    CATEGORIES,
    CHECK_RESULTS,
    EVALUATION_KINDS,
    PLACES,
    REQUEST_TYPES,
    ROLES,
    STATUSES,
    URGENCIES,
)
from cases.selectors.case_record import FUNDINGS, LINES_OF_BUSINESS, REGIMES, ROUTES, SEXES
from cases.selectors.determinations import OUTCOMES
from criteria.api.shapes import EvaluationFound
from documents.api.shapes import PAGE_STATES

END = "Where to go on; null at the end."


class CaseRowShown(serializers.Serializer[Any]):
    """One case in a list; nothing of the member."""

    number = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    urgency = serializers.ChoiceField(URGENCIES)
    request_type = serializers.ChoiceField(REQUEST_TYPES)
    services = serializers.ListField(child=serializers.CharField())
    policy = serializers.CharField(help_text="Empty where none is in force.")
    owner = serializers.CharField(help_text="Who claimed it; empty while nobody has.")
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="null when no clock runs for the plan."
    )
    is_late = serializers.BooleanField()
    version = serializers.IntegerField(help_text="Counts every change of the case.")


class CasePiece(serializers.Serializer[Any]):
    """Part of the list of cases, newest first."""

    results = CaseRowShown(many=True)
    next = serializers.CharField(allow_null=True, help_text=END)


class LineShown(serializers.Serializer[Any]):
    """One service asked for."""

    number = serializers.IntegerField()
    product = serializers.CharField()
    hcpcs = serializers.CharField()
    ndc = serializers.CharField()
    doses = serializers.IntegerField()
    dose_amount = serializers.CharField()
    billing_units = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)


class MemberShown(serializers.Serializer[Any]):
    """The member; of the number only its end."""

    name = serializers.CharField()
    birth_date = serializers.DateField()
    sex = serializers.ChoiceField(SEXES)
    number_tail = serializers.CharField()


class CoverageShown(serializers.Serializer[Any]):
    """What covers the member on the service date."""

    line_of_business = serializers.ChoiceField(LINES_OF_BUSINESS)
    regime = serializers.ChoiceField(REGIMES)
    funding = serializers.ChoiceField(FUNDINGS)
    route = serializers.ChoiceField(ROUTES, help_text="Who decides requests under it.")


class PartyShown(serializers.Serializer[Any]):
    """Who asks, or where the service is given."""

    npi = serializers.CharField()
    name = serializers.CharField()


class PolicyNamed(serializers.Serializer[Any]):
    """The policy revision that governs the case."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    version = serializers.DateField()
    revision = serializers.IntegerField()


class AppealShown(serializers.Serializer[Any]):
    """An appeal: a request to decide again, which moves neither status nor due time of the case."""

    sequence = serializers.IntegerField()
    determination = serializers.IntegerField(help_text="Which one is appealed, by its sequence.")
    level = serializers.IntegerField()
    urgency = serializers.ChoiceField(URGENCIES)
    filed_by = serializers.ChoiceField(APPEAL_FILERS)
    filed_late = serializers.BooleanField(help_text="It looks late; a person decides on that.")
    state = serializers.ChoiceField(APPEAL_STATES, help_text="All but closed are owed an answer.")
    reviewer = serializers.CharField(help_text="Empty while nobody has it.")
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class CaseShown(serializers.Serializer[Any]):
    """One request under review."""

    number = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    version = serializers.IntegerField()
    urgency = serializers.ChoiceField(URGENCIES)
    request_type = serializers.ChoiceField(REQUEST_TYPES)
    place_of_service = serializers.ChoiceField(PLACES, allow_blank=True)
    diagnosis_code = serializers.CharField()
    diagnosis_text = serializers.CharField()
    indication = serializers.CharField()
    service_from = serializers.DateField(allow_null=True)
    service_to = serializers.DateField(allow_null=True)
    weight_kg = serializers.DecimalField(max_digits=6, decimal_places=3, allow_null=True)
    weighed_on = serializers.DateField(allow_null=True)
    received_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    owner = serializers.CharField()
    member = MemberShown()
    coverage = CoverageShown(allow_null=True)
    requester = PartyShown(
        allow_null=True, help_text="Null until the pages of the request are indexed."
    )
    facility = PartyShown(allow_null=True)
    policy = PolicyNamed(allow_null=True)
    lines = LineShown(many=True)
    is_void_proposed = serializers.BooleanField(
        help_text="Somebody says it was entered in error; a second person has not settled that."
    )
    appeals = AppealShown(
        many=True, allow_null=True, help_text="Oldest first; null: not for the caller's role."
    )


class CaseKept(serializers.Serializer[Any]):
    """A case that was opened."""

    number = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)


class CasePageShown(serializers.Serializer[Any]):
    """One page of the case; number counts through all its files."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    document = serializers.IntegerField(source="document_id")
    kind = serializers.CharField(help_text="What it is, in words.")
    in_case = serializers.BooleanField(help_text="Whether it is part of the request itself.")
    state = serializers.ChoiceField(PAGE_STATES)
    sentence = serializers.CharField()


class CasePages(serializers.Serializer[Any]):
    """The pages of a case that the caller may see, in order of arrival."""

    results = CasePageShown(many=True)


class FindingShown(serializers.Serializer[Any]):
    """What one check found. No check decides anything."""

    check_id = serializers.CharField()
    title = serializers.CharField()
    result = serializers.ChoiceField(CHECK_RESULTS)
    reason = serializers.CharField()
    to_do = serializers.CharField(help_text="Empty where nobody has to do anything.")


class CheckRunShown(serializers.Serializer[Any]):
    """One run of all checks."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    input_digest = serializers.CharField(help_text="The same input gives the same run.")
    findings = FindingShown(many=True)


class CheckRunPiece(serializers.Serializer[Any]):
    """Part of the list of runs, newest first."""

    results = CheckRunShown(many=True)
    next = serializers.CharField(allow_null=True, help_text=END)


class CheckRunKept(serializers.Serializer[Any]):
    """The run over the case as it stands."""

    id = serializers.IntegerField()
    is_new = serializers.BooleanField(help_text="false: nothing had changed since it ran.")


class CaseEvaluated(serializers.Serializer[Any]):
    """The policy over the facts of a case as they stand now."""

    kind = serializers.ChoiceField(
        EVALUATION_KINDS,
        help_text="suggested: with proposals of the finder. confirmed: what people confirmed.",
    )
    created_at = serializers.DateTimeField()
    evaluation = EvaluationFound()


class AuthorizationShown(serializers.Serializer[Any]):
    """What an approved line grants."""

    number = serializers.CharField()
    doses = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(help_text="The last valid day.")


class LineDeterminedShown(serializers.Serializer[Any]):
    """The decision on one line."""

    number = serializers.IntegerField()
    product = serializers.CharField()
    outcome = serializers.ChoiceField(OUTCOMES)
    doses = serializers.IntegerField()
    authorization = AuthorizationShown(allow_null=True)


class DeterminationShown(serializers.Serializer[Any]):
    """The plan's decision, signed by a person."""

    sequence = serializers.IntegerField()
    outcome = serializers.ChoiceField(OUTCOMES)
    category = serializers.ChoiceField(
        CATEGORIES, allow_blank=True, help_text="Why it is adverse; else empty."
    )
    rationale = serializers.CharField()
    policy = serializers.IntegerField(source="policy_id", allow_null=True)
    signer = serializers.CharField()
    signer_role = serializers.ChoiceField(ROLES)
    decided_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    is_on_time = serializers.BooleanField(allow_null=True, help_text="null: nothing was due.")
    lines = LineDeterminedShown(many=True)


class DeterminationList(serializers.Serializer[Any]):
    """The determinations of a case, oldest first; the last one counts."""

    results = DeterminationShown(many=True)
