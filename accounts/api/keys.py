"""The key under which a request may be sent again."""

import re

from rest_framework.request import Request

from accounts.api.problems import Refusal

KEY_HEADER = "Idempotency-Key"
KEY_PATTERN = r"^[A-Za-z0-9._:-]{8,128}$"
MISSING = (
    f"Send a new {KEY_HEADER} with every request that changes something, such as a UUID, and "
    "the same one when you send the request again."
)
MALFORMED = f"An {KEY_HEADER} is 8 to 128 letters, digits, dots, colons, hyphens or underscores."


def key_of(request: Request) -> str:
    """The request's key.

    Raises:
        Refusal: it is missing or malformed.
    """
    key = str(request.headers.get(KEY_HEADER, ""))
    if not key:
        raise Refusal(400, "idempotency_key_missing", MISSING)
    if not re.fullmatch(KEY_PATTERN, key):
        raise Refusal(400, "idempotency_key_malformed", MALFORMED)
    return key
