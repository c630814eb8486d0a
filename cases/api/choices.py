"""The values that fields of the API take, from the selectors and the domain."""

from accounts.domain.roles import Role
from cases.checks.snapshot import Result
from cases.domain.appeals import AppealState, FiledBy
from cases.domain.authority import Category
from cases.domain.lifecycle import Status
from cases.selectors.intake_choices import (
    page_choices,
    request_types,
    service_places,
    urgencies,
)

STATUSES = [(status.value, status.label) for status in Status]
URGENCIES = urgencies()
REQUEST_TYPES = request_types()
PLACES = service_places()
DISPOSITIONS = list(
    {one.disposition: one.label for one in page_choices() if not one.document_type}.items()
)
CASE_DISPOSITION = next(one.disposition for one in page_choices() if one.document_type)
DISPOSITIONS = [(CASE_DISPOSITION, "Part of this request"), *DISPOSITIONS]
DOCUMENT_TYPES = [(one.document_type, one.label) for one in page_choices() if one.document_type]
CHECK_RESULTS = [result.value for result in Result]
APPEAL_STATES = [(state.value, state.label) for state in AppealState]
APPEAL_FILERS = [(part.value, part.label) for part in FiledBy]
CATEGORIES = [(category.value, category.label) for category in Category]
ROLES = [role.value for role in Role]
EVALUATION_KINDS = ("suggested", "confirmed")
