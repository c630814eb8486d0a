"""Everything that is wrong with a policy file, for its author and for the import."""

from functools import lru_cache

from criteria.domain.policy import Policy
from criteria.domain.versions import InForce, overlaps
from criteria.errors import PolicyFileError
from criteria.loading.name_checks import name_findings
from criteria.loading.policies import policy_read
from criteria.loading.sense_checks import Finding, Weight, sense_findings


def policy_findings(text: str) -> tuple[Policy | None, tuple[Finding, ...]]:
    """The policy, None when it cannot be read, and every finding in the order of lines."""
    try:
        policy = policy_read(text)
    except PolicyFileError as error:
        return None, tuple(Finding(line, says) for line, says in error.problems)
    found = (*name_findings(policy), *sense_findings(policy))
    return policy, tuple(sorted(found, key=lambda finding: (finding.line, finding.says)))


def policy_check(text: str) -> Policy:
    """The policy, where nothing in the text refuses it.

    More is refused here than policy_read refuses, which must read a published text for ever.

    Raises:
        PolicyFileError: with the line of each problem.
    """
    policy, found = _kept(text)
    refused = tuple((f.line, f.says) for f in found if f.weight is Weight.REFUSED)
    if policy is None or refused:
        raise PolicyFileError(refused)
    return policy


def overlap_finding(policy: Policy, version: str, span: InForce, *, where: str) -> Finding | None:
    """What to say where the dates overlap those of another version; None where they do not."""
    own = InForce(policy.effective_from, policy.effective_to)
    if not overlaps(own, span):
        return None
    sentence = (
        f"The effective dates overlap those of version {version}, which is {where}. "
        "Let one end before the other begins."
    )
    return Finding(policy.effective_line, sentence)


_kept = lru_cache(maxsize=16)(policy_findings)
