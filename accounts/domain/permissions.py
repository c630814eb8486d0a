"""The one table of what each role may do. What is not in it is refused."""

from enum import StrEnum
from types import MappingProxyType

from accounts.domain.roles import Role

_CLERK, _NURSE, _DIRECTOR = Role.INTAKE_CLERK, Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR
_APPEALS, _MANAGER, _EDITOR = Role.APPEALS_REVIEWER, Role.MANAGER, Role.POLICY_EDITOR
_PRIVACY, _AUDITOR, _ADMIN = Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR

# Under this name a view keeps the action it is for.
VIEW_RULE = "precert_action"
# What a program may be: it brings papers and requests, or reads. Neither role decides,
# reviews, manages people or changes what the plan works by.
SERVICE_ROLES = frozenset({Role.INTAKE_CLERK, Role.AUDITOR})


class Action(StrEnum):
    """Everything a person can ask the product to do."""

    HOME_VIEW = "home.view"
    DOCUMENT_UPLOAD = "document.upload"
    DOCUMENT_VIEW = "document.view"
    DOCUMENT_INDEX = "document.index"
    PAGE_READ_AGAIN = "page.read_again"
    PAGE_CLOSE = "page.close"
    CASE_CREATE = "case.create"
    CASE_VIEW = "case.view"
    QUEUE_VIEW = "queue.view"
    CASE_CLAIM = "case.claim"
    CASE_REASSIGN = "case.reassign"
    CHECKS_RUN = "checks.run"
    BENEFITS_SETTLE = "benefits.settle"
    GATE_CONFIRM = "gate.confirm"
    FACT_CONFIRM = "fact.confirm"
    CRITERION_ANSWER = "criterion.answer"
    INFORMATION_REQUEST = "information.request"
    CASE_REFER = "case.refer"
    DETERMINATION_APPROVE = "determination.approve"
    DETERMINATION_SIGN_ADVERSE = "determination.sign_adverse"
    CASE_REDIRECT = "case.redirect"
    CONTACT_RECORD = "contact.record"
    CASE_AMEND = "case.amend"
    CASE_WITHDRAW = "case.withdraw"
    CASE_VOID_PROPOSE = "case.void_propose"
    CASE_VOID_CONFIRM = "case.void_confirm"
    CLOCK_CORRECT_PROPOSE = "clock.correct_propose"
    CLOCK_CORRECT_CONFIRM = "clock.correct_confirm"
    ORAL_NOTICE_GIVE = "oral_notice.give"
    PEER_TO_PEER_ARRANGE = "peer_to_peer.arrange"
    PEER_TO_PEER_HOLD = "peer_to_peer.hold"
    LETTER_VIEW = "letter.view"
    APPEAL_VIEW = "appeal.view"
    APPEAL_RECEIVE = "appeal.receive"
    APPEAL_ASSIGN = "appeal.assign"
    APPEAL_CLOCK_PROPOSE = "appeal.clock_propose"
    APPEAL_CLOCK_CONFIRM = "appeal.clock_confirm"
    REPORT_VIEW = "report.view"
    POLICY_VIEW = "policy.view"
    POLICY_IMPORT = "policy.import"
    POLICY_PUBLISH = "policy.publish"
    POLICY_DOCUMENT_ATTACH = "policy_document.attach"
    POLICY_REPLAY = "policy.replay"
    AUDIT_VIEW = "audit.view"
    PRIVACY_REVIEW = "privacy.review"
    OPERATIONS_VIEW = "operations.view"
    JOB_RETRY = "job.retry"
    USER_MANAGE = "user.manage"
    PLAN_SETTINGS_PROPOSE = "plan_settings.propose"
    PLAN_SETTINGS_APPROVE = "plan_settings.approve"
    ADMIN_VIEW = "admin.view"
    CASE_LIST = "case.list"
    MEMBER_VIEW = "member.view"
    MEMBER_CHANGE = "member.change"
    DIRECTORY_VIEW = "directory.view"
    DIRECTORY_CHANGE = "directory.change"
    USER_VIEW = "user.view"
    PLAN_SETTINGS_VIEW = "plan_settings.view"
    API_CLIENTS_MANAGE = "api_clients.manage"


_EVERYONE = frozenset(Role)
_STAFF = frozenset({_ADMIN, _MANAGER, _EDITOR, _AUDITOR})
_CASE_READERS = frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS, _MANAGER, _PRIVACY, _AUDITOR})

PERMISSIONS = MappingProxyType(
    {
        Action.HOME_VIEW: _EVERYONE,
        Action.DOCUMENT_UPLOAD: frozenset({_CLERK, _NURSE}),
        Action.DOCUMENT_VIEW: frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS, _PRIVACY, _AUDITOR}),
        Action.DOCUMENT_INDEX: frozenset({_CLERK, _NURSE}),
        Action.PAGE_READ_AGAIN: frozenset({_CLERK, _NURSE, _DIRECTOR}),
        Action.PAGE_CLOSE: frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS}),
        Action.CASE_CREATE: frozenset({_CLERK, _NURSE}),
        Action.CASE_VIEW: _CASE_READERS,
        Action.QUEUE_VIEW: frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS, _MANAGER, _AUDITOR}),
        Action.CASE_CLAIM: frozenset({_NURSE, _DIRECTOR}),
        Action.CASE_REASSIGN: frozenset({_MANAGER}),
        Action.CHECKS_RUN: frozenset({_CLERK, _NURSE, _DIRECTOR}),
        Action.BENEFITS_SETTLE: frozenset({_NURSE, _MANAGER}),
        Action.GATE_CONFIRM: frozenset({_NURSE, _DIRECTOR}),
        Action.FACT_CONFIRM: frozenset({_NURSE, _DIRECTOR}),
        Action.CRITERION_ANSWER: frozenset({_NURSE, _DIRECTOR}),
        Action.INFORMATION_REQUEST: frozenset({_NURSE, _DIRECTOR}),
        Action.CASE_REFER: frozenset({_NURSE}),
        Action.DETERMINATION_APPROVE: frozenset({_NURSE, _DIRECTOR}),
        Action.DETERMINATION_SIGN_ADVERSE: frozenset({_DIRECTOR}),
        Action.CASE_REDIRECT: frozenset({_NURSE, _DIRECTOR}),
        Action.CONTACT_RECORD: frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS}),
        Action.CASE_AMEND: frozenset({_CLERK, _NURSE}),
        Action.CASE_WITHDRAW: frozenset({_CLERK, _NURSE, _DIRECTOR}),
        Action.CASE_VOID_PROPOSE: frozenset({_CLERK, _NURSE, _DIRECTOR}),
        Action.CASE_VOID_CONFIRM: frozenset({_DIRECTOR, _MANAGER}),
        Action.CLOCK_CORRECT_PROPOSE: frozenset({_CLERK, _NURSE, _DIRECTOR}),
        Action.CLOCK_CORRECT_CONFIRM: frozenset({_NURSE, _DIRECTOR, _MANAGER}),
        Action.ORAL_NOTICE_GIVE: frozenset({_NURSE, _DIRECTOR, _APPEALS}),
        Action.PEER_TO_PEER_ARRANGE: frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS}),
        Action.PEER_TO_PEER_HOLD: frozenset({_DIRECTOR}),
        Action.LETTER_VIEW: frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS, _MANAGER, _AUDITOR}),
        Action.APPEAL_VIEW: frozenset({_CLERK, _NURSE, _DIRECTOR, _APPEALS, _MANAGER, _AUDITOR}),
        Action.APPEAL_RECEIVE: frozenset({_CLERK, _NURSE, _APPEALS}),
        Action.APPEAL_ASSIGN: frozenset({_APPEALS, _MANAGER}),
        Action.APPEAL_CLOCK_PROPOSE: frozenset({_CLERK, _NURSE, _APPEALS}),
        Action.APPEAL_CLOCK_CONFIRM: frozenset({_APPEALS, _MANAGER}),
        Action.REPORT_VIEW: frozenset({_MANAGER, _DIRECTOR, _AUDITOR}),
        Action.POLICY_VIEW: _EVERYONE,
        Action.POLICY_IMPORT: frozenset({_EDITOR}),
        Action.POLICY_PUBLISH: frozenset({_EDITOR}),
        Action.POLICY_DOCUMENT_ATTACH: frozenset({_EDITOR}),
        Action.POLICY_REPLAY: frozenset({_EDITOR, _MANAGER, _DIRECTOR}),
        Action.PRIVACY_REVIEW: frozenset({_PRIVACY}),
        Action.AUDIT_VIEW: frozenset({_AUDITOR, _PRIVACY}),
        Action.OPERATIONS_VIEW: frozenset({_ADMIN, _MANAGER}),
        Action.JOB_RETRY: frozenset({_ADMIN}),
        Action.USER_MANAGE: frozenset({_ADMIN}),
        Action.PLAN_SETTINGS_PROPOSE: frozenset({_ADMIN, _MANAGER}),
        Action.PLAN_SETTINGS_APPROVE: frozenset({_ADMIN, _MANAGER}),
        Action.ADMIN_VIEW: _STAFF,
        Action.CASE_LIST: _STAFF,
        Action.MEMBER_VIEW: frozenset({_MANAGER, _AUDITOR}),
        Action.MEMBER_CHANGE: frozenset({_MANAGER}),
        Action.DIRECTORY_VIEW: frozenset({_ADMIN, _MANAGER, _AUDITOR}),
        Action.DIRECTORY_CHANGE: frozenset({_ADMIN, _MANAGER}),
        Action.USER_VIEW: frozenset({_ADMIN, _AUDITOR}),
        Action.PLAN_SETTINGS_VIEW: frozenset({_ADMIN, _MANAGER, _AUDITOR}),
        Action.API_CLIENTS_MANAGE: frozenset({_ADMIN}),
    }
)


SHOWS_NO_MEMBER = frozenset(
    {
        Action.HOME_VIEW,
        Action.DOCUMENT_UPLOAD,
        Action.POLICY_VIEW,
        Action.POLICY_IMPORT,
        Action.POLICY_PUBLISH,
        Action.POLICY_DOCUMENT_ATTACH,
        Action.POLICY_REPLAY,
        Action.OPERATIONS_VIEW,
        Action.JOB_RETRY,
        Action.USER_MANAGE,
        Action.PLAN_SETTINGS_PROPOSE,
        Action.PLAN_SETTINGS_APPROVE,
        Action.PLAN_SETTINGS_VIEW,
        Action.ADMIN_VIEW,
        Action.CASE_LIST,
        Action.DIRECTORY_VIEW,
        Action.DIRECTORY_CHANGE,
        Action.USER_VIEW,
        Action.API_CLIENTS_MANAGE,
    }
)
"""Actions whose pages show no member data; a page under any other writes the access log."""


def role_may(role: Role | None, action: Action) -> bool:
    """Whether the role is allowed the action; no role and no rule both mean no."""
    return role is not None and role in PERMISSIONS.get(action, frozenset())
