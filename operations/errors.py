"""What can go wrong on the ground floor."""


class OperationsError(Exception):
    """Base of every error this app raises."""


class AppendOnlyError(OperationsError):
    """A row of an append-only table was to be changed or removed."""


class NotInTransactionError(OperationsError):
    """A job was enqueued outside the transaction of its cause."""


class UnknownJobKindError(OperationsError):
    """No handler is registered for the kind of job."""


class JobKindTakenError(OperationsError):
    """Two handlers claim the same kind of job."""


class LeaseLostError(OperationsError):
    """Another worker took the job over; what this one wrote is rolled back."""


class JobNotParkedError(OperationsError):
    """Only a parked job can be sent round again by a person."""


class PlanSettingsError(OperationsError):
    """Plan settings are not well formed; the message names the place in the file."""


class NoPlanSettingsError(PlanSettingsError):
    """No approved plan settings are in force on the day asked for."""


class SamePersonError(PlanSettingsError):
    """Whoever proposed plan settings may not approve them."""


class InvariantNameTakenError(OperationsError):
    """Two different checks carry the same invariant name."""


class HeadsFileError(OperationsError):
    """A file of exported audit heads cannot be relied on."""


class NoSuchStreamError(OperationsError):
    """There is no audit stream of that name, neither stored nor exported."""


class KeyReusedError(OperationsError):
    """An idempotency key came back with another request than the one it was made for."""


class KeyInFlightError(OperationsError):
    """Somebody acts under the idempotency key now; retry_after_seconds says when to ask again."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("A request with this key is being carried out.")
        self.retry_after_seconds = retry_after_seconds


class TypesettingError(OperationsError):
    """Words cannot be set as a PDF; the message does not repeat them."""
