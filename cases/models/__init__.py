from cases.models.appeal import Appeal
from cases.models.benefits import BenefitsTask
from cases.models.case import Case, CaseNumber, RequestLine
from cases.models.clock_correction import ClockCorrection
from cases.models.confirmation import MemberConfirmation
from cases.models.contact import (
    Amendment,
    Contact,
    InformationAnswer,
    OralNotice,
    PeerToPeer,
    PeerToPeerAttempt,
    VoidProposal,
    Withdrawal,
)
from cases.models.determination import Authorization, Determination, DeterminationLine, Letter
from cases.models.evaluation import CheckRun, Evaluation, Finding
from cases.models.event import CaseEvent, ClockEvent
from cases.models.fact import Evidence, Fact, FactSnapshot
from cases.models.first_look import CaseNotice, FirstLook
from cases.models.kept_repeats import KeptRepeats
from cases.models.kept_signs import KeptSigns, KeptTold
from cases.models.member import Coverage, Group, Member, OtherCoverage
from cases.models.placement import CaseDocument, PagePlacement
from cases.models.provider import Facility, Network, Provider, Standing, TreatmentCentre
from cases.models.replay import ReplayCell, ReplayPart, ReplayRun
from cases.models.review import (
    CriterionReview,
    GateConfirmation,
    InformationRequest,
    Recommendation,
    ReviewNote,
)
from cases.models.settlement import PrivacyNote, Settlement

__all__ = [
    "Amendment",
    "Appeal",
    "Authorization",
    "BenefitsTask",
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseNotice",
    "CaseNumber",
    "CheckRun",
    "ClockCorrection",
    "ClockEvent",
    "Contact",
    "Coverage",
    "CriterionReview",
    "Determination",
    "DeterminationLine",
    "Evaluation",
    "Evidence",
    "Facility",
    "Fact",
    "FactSnapshot",
    "Finding",
    "FirstLook",
    "GateConfirmation",
    "Group",
    "InformationAnswer",
    "InformationRequest",
    "KeptRepeats",
    "KeptSigns",
    "KeptTold",
    "Letter",
    "Member",
    "MemberConfirmation",
    "Network",
    "OralNotice",
    "OtherCoverage",
    "PagePlacement",
    "PeerToPeer",
    "PeerToPeerAttempt",
    "PrivacyNote",
    "Provider",
    "Recommendation",
    "ReplayCell",
    "ReplayPart",
    "ReplayRun",
    "RequestLine",
    "ReviewNote",
    "Settlement",
    "Standing",
    "TreatmentCentre",
    "VoidProposal",
    "Withdrawal",
]
