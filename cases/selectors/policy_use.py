"""Which cases use which policy."""

from cases.models import Case

MOST_COUNTED = 1_000


def cases_under(revision_id: int) -> int:
    """How many cases name the revision; counting stops at MOST_COUNTED. One query."""
    return Case.objects.filter(policy_id=revision_id)[:MOST_COUNTED].count()
