"""Settings of the API; base.py takes them in."""

from typing import Any

from config.env import env

# How often one token or person may ask, counted over all web processes where Redis is shared.
PRECERT_API_RATE = env.str("PRECERT_API_RATE", default="600/min")
# How long a request holds its idempotency key before another may take over, and how long an
# answered key is remembered; never less than 24 hours.
PRECERT_IDEMPOTENCY_LEASE_SECONDS = env.float("PRECERT_IDEMPOTENCY_LEASE_SECONDS", default=120.0)
PRECERT_IDEMPOTENCY_KEEP_HOURS = env.float("PRECERT_IDEMPOTENCY_KEEP_HOURS", default=48.0)

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.ServiceTokenAuthentication",
        "accounts.api.authentication.PersonSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permission.MayAct"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.throttling.CallerThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "accounts.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "accounts.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "UNICODE_JSON": True,
    "NUM_PROXIES": 0,
}
REST_KNOX: dict[str, Any] = {
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_PREFIX": "precert_",  # so that a token in the wrong place is recognized
    "AUTO_REFRESH": False,
    "TOKEN_TTL": None,  # the service that issues a token sets the day it ends
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Precert API",
    "VERSION": "1",
    "DESCRIPTION": (
        "Takes in papers and requests for prior authorization and tells how they stand. "
        "Nothing here approves or denies: people do that on the pages. Errors are problem "
        "details (RFC 9457); every request that changes something carries an Idempotency-Key."
    ),
    "OAS_VERSION": "3.0.3",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "CaseStatus": "cases.api.choices.STATUSES",
        "Role": "cases.api.choices.ROLES",
        "AppealState": "cases.api.choices.APPEAL_STATES",
        "ReceiptChannel": "documents.selectors.documents.CHANNELS",
        "Truth": "criteria.api.shapes.TRUTHS",
        "Suggestion": "criteria.api.shapes.SUGGESTIONS",
        "DocumentState": "documents.api.shapes.DOCUMENT_STATES",
        "PageState": "documents.api.shapes.PAGE_STATES",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.api.schema.refuse_the_unknown",
    ],
}
