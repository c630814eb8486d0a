"""Is the product on each line the policy's, by its National Drug Code?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result
from cases.domain.seen import LineSeen
from criteria.domain.codes import NdcError, ndc_matches, ndc_normalize

CHECK_ID = "ndc"
TITLE = "Product (NDC)"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when every NDC given is one of the policy's, in whichever form it is written.

    5-3-2, 5-4-1 and 4-4-2 are filled with zeros to 5-4-2, and "xx" in the policy stands for
    any package. Ten digits without hyphens could be three products: ask, do not guess. A
    missing or another NDC is for a person to look at and holds nothing back by itself.
    """
    if case.policy is None or not case.policy.products:
        return CheckResult(
            CHECK_ID, TITLE, Result.UNKNOWN, "No policy lists a product to compare with."
        )
    flags = [flag for line in case.request.lines if (flag := _flag(line, case.policy.products))]
    if flags:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            " ".join(flags),
            "Ask the requester for the NDC with its hyphens, or which product is meant.",
        )
    if any(not line.ndc for line in case.request.lines):
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "No NDC is given. The procedure code stands for several products, so the product is "
            "known by its name alone.",
        )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, "Every NDC is the policy's product.")


def _flag(line: LineSeen, products: tuple[str, ...]) -> str:
    """What is wrong with the line's NDC in a sentence; empty when nothing is or none is given."""
    if not line.ndc:
        return ""
    try:
        ndc = ndc_normalize(line.ndc)
    except NdcError as error:
        return f"The NDC of line {line.number} cannot be read. {error}"
    if any(ndc_matches(pattern, ndc) for pattern in products):
        return ""
    return f"NDC {ndc} of line {line.number} is not a product of this policy."
