"""What of the cases floor stands in the admin, in the order of the navigation."""

from accounts.admin.site import PrecertAdminSite
from cases.admin.case_list import CaseAdmin
from cases.admin.case_records import record_admins
from cases.admin.policies import PolicyWithCasesAdmin
from cases.admin.reference import (
    CoverageAdmin,
    FacilityAdmin,
    GroupAdmin,
    MemberAdmin,
    OtherCoverageAdmin,
    ProviderAdmin,
    TreatmentCentreAdmin,
)
from cases.models import (
    Case,
    Coverage,
    Facility,
    Group,
    Member,
    OtherCoverage,
    Provider,
    TreatmentCentre,
)
from criteria.models import PolicyRevision


def register_cases(site: PrecertAdminSite) -> None:
    """Cases and what belongs to them, reference data, and policies with their cases."""
    site.register_record(Case, CaseAdmin)
    for model, admin in record_admins():
        site.register_record(model, admin)
    site.register_record(Member, MemberAdmin)
    site.register_record(Coverage, CoverageAdmin)
    site.register_record(OtherCoverage, OtherCoverageAdmin)
    site.register_record(Group, GroupAdmin)
    site.register_record(Provider, ProviderAdmin)
    site.register_record(Facility, FacilityAdmin)
    site.register_record(TreatmentCentre, TreatmentCentreAdmin)
    site.register_record(PolicyRevision, PolicyWithCasesAdmin)
