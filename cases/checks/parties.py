"""May whoever asks, or whoever gives the service, be paid by the plan at all?"""

from cases.checks.snapshot import CheckResult, Result
from cases.domain.seen import PartySeen


def party_result(check_id: str, title: str, party: PartySeen, *, who: str) -> CheckResult:
    """What the standing and the network of a provider or facility mean.

    It never stops and never holds an approval back: where a member may be treated is for a
    person to sort out, and being excluded or out of network says nothing of the need.
    """
    if party.standing == "excluded":
        return CheckResult(
            check_id,
            title,
            Result.ATTENTION,
            f"{who} is excluded from payment.",
            "Tell a manager today: the plan may not pay them, and the member needs another "
            "place to turn to.",
        )
    if party.standing == "ended":
        return CheckResult(
            check_id,
            title,
            Result.ATTENTION,
            f"{who} is no longer active with the plan.",
            "Ask provider relations whether that is right before the letter names them.",
        )
    if party.network == "out":
        return CheckResult(
            check_id,
            title,
            Result.ATTENTION,
            f"{who} is out of network.",
            "Ask provider relations for an exception or a single-case agreement.",
        )
    if party.network == "unknown":
        return CheckResult(
            check_id,
            title,
            Result.UNKNOWN,
            f"Whether {who[0].lower()}{who[1:]} is in network is not on file.",
            "Look it up in the provider directory.",
        )
    return CheckResult(check_id, title, Result.PASSED, f"{who} is active and in network.")
