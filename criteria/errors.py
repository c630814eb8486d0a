"""What can go wrong with policies and facts. Messages never repeat a member's value."""


class CriteriaError(Exception):
    """Base of every error this app raises; the message is shown as it is."""


class FactValueError(CriteriaError):
    """A value that its fact cannot take; names the fact, never the value."""

    def __init__(self, fact: str, problem: str) -> None:
        super().__init__(f"The value given for {fact} cannot be used. {problem}")
        self.fact = fact


class UnknownFactError(CriteriaError):
    """A fact name that the policy does not ask for."""


class PolicyFileError(CriteriaError):
    """A policy file that is refused; problems hold one line number and sentence each."""

    def __init__(self, problems: tuple[tuple[int, str], ...]) -> None:
        super().__init__("\n".join(f"line {line}: {text}" for line, text in problems))
        self.problems = problems


class PolicyNotFoundError(CriteriaError):
    """No such policy, or no revision of it in force on the day asked for."""


class PolicyConflictError(CriteriaError):
    """The policy cannot be imported or published beside what is already stored."""


class FactFileError(CriteriaError):
    """A file of facts that cannot be read."""


class NothingToAttestError(CriteriaError):
    """The policy asks the prescriber for no statement of intent."""


class PolicyDocumentError(CriteriaError):
    """A file that cannot be attached as the plan's text; the sentence says why."""
