from operations.models.access import AccessLog
from operations.models.append_only import AppendOnlyModel
from operations.models.audit import AuditEntry, AuditStream
from operations.models.heartbeat import Heartbeat
from operations.models.idempotency import IdempotencyRecord
from operations.models.job import Job
from operations.models.plan import PlanProposal, PlanSettings
from operations.models.verification import Verification

__all__ = [
    "AccessLog",
    "AppendOnlyModel",
    "AuditEntry",
    "AuditStream",
    "Heartbeat",
    "IdempotencyRecord",
    "Job",
    "PlanProposal",
    "PlanSettings",
    "Verification",
]
