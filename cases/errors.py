"""What can go wrong with a case. Every message is a sentence for the person at the screen."""

from accounts.errors import NotPermittedError


class CasesError(Exception):
    """Base of every error this app raises."""


class CaseNotFoundError(CasesError):
    """There is no such case, or the actor may not see it; the two look the same."""


class MoveRefusedError(CasesError):
    """The case is not in a state from which this is possible, or something is missing."""


class ClaimedByOtherError(MoveRefusedError, NotPermittedError):
    """Somebody else works on the case: it may be seen, but not acted on."""


class CaseChangedError(MoveRefusedError):
    """Somebody else changed or decided the case first; nothing of theirs was overwritten."""


class AfterDecisionError(MoveRefusedError):
    """Papers came for a case that is closed; a person says which of the choices they are."""

    def __init__(self, sentence: str, choices: tuple[str, ...] = ()) -> None:
        self.choices = choices
        super().__init__(sentence)


class IntakeRefusedError(CasesError):
    """The request cannot be opened as filled in; names what to mend."""


class AppealWordsError(IntakeRefusedError):
    """Pages speak of an appeal and no person has said that they are none."""


class ReferenceRefusedError(CasesError):
    """Reference data cannot be saved as given; the sentence says what to mend."""


class FactRefusedError(CasesError):
    """The fact cannot be recorded as given."""


class AnswerRefusedError(CasesError):
    """The answer contradicts confirmed facts or has nothing to rest on."""


class BenefitsRefusedError(CasesError):
    """The benefits task cannot be settled as given."""


class ContactRefusedError(CasesError):
    """The contact cannot be recorded as given, or cannot do what it was to do."""


class LetterIncompleteError(CasesError):
    """A letter lacks required elements and must not be sent; missing names them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__("The letter cannot be written yet. It lacks " + "; ".join(missing) + ".")


class LetterRenderError(CasesError):
    """The letter's words could not be set as an accessible PDF."""


class MemberFileError(CasesError):
    """A file of members cannot be loaded at all; the message says why and holds no data of it."""


class SampleRefusedError(CasesError):
    """Sample cases must not be made here; the message says why."""


class ReplayRefusedError(CasesError):
    """The replay cannot be run, or stopped, as asked; the sentence says why."""


class ReplayNotFoundError(CasesError):
    """There is no such replay."""
