"""Letters about people who do not exist, shared by the tests of this room."""

from dataclasses import replace
from datetime import date

from cases.domain.appeal_regime import AppealRegime
from cases.domain.rationale import Reason
from cases.letters.context import (
    AuthorizationGrant,
    LanguageHelp,
    LetterContext,
    Letterhead,
    LetterKind,
    LetterLine,
    Party,
    PolicyNamed,
    Signer,
)
from cases.letters.rights import rights_for

LETTERHEAD = Letterhead(
    plan_name="Prairie Sample Health Plan",
    address=("100 Example Avenue", "Sampleton, Kansas 66000"),
    phone="1-800-555-0100",
    hours="Monday to Friday, 8 a.m. to 5 p.m. Central time",
    tty="711",
    appeals=Party(
        name="Appeals Department",
        address=("PO Box 1000", "Sampleton, Kansas 66000"),
        phone="1-800-555-0111",
        fax="1-800-555-0112",
    ),
    records_fax="1-800-555-0113",
    records_address=("PO Box 1001", "Sampleton, Kansas 66000"),
    peer_to_peer_phone="1-800-555-0114",
    language_help=(
        LanguageHelp(
            "es",
            "ATENCI\u00d3N: si habla espa\u00f1ol, hay ayuda gratuita. Llame al 1-800-555-0100.",
        ),
        LanguageHelp(
            "de", "ACHTUNG: Wenn Sie Deutsch sprechen, ist die Hilfe kostenlos: 1-800-555-0100."
        ),
    ),
)
REASON = Reason(
    criterion_id="donor",
    title="No matched family donor who can give cells",
    citation="Kresladi policy, section III, bullet 3",
    text="A family member is a full match and is willing to give cells.",
    finding="The record of October 2 shows a brother who matches 10 of 10 and has agreed to give.",
)

GRANT = AuthorizationGrant(
    number="AU-2026-000077",
    valid_from=date(2026, 11, 22),
    valid_to=date(2027, 5, 21),
    doses="ONE dose",
    units="Up to 3.22 \u00d7 10\u2078 CD34+ cells",
)
DIRECTOR = Signer("Daniel Mockwell", "MD", "Pediatric immunology", "Medical director")


def approval(**changes: object) -> LetterContext:
    base = LetterContext(
        kind=LetterKind.APPROVAL,
        case_number="PA-2026-000123",
        notice_date=date(2026, 11, 22),
        letterhead=LETTERHEAD,
        recipient=Party(
            "Parent or guardian of Mira Samplechild", ("12 Test Street", "Faketown, KS 66001")
        ),
        member_name="Mira Samplechild",
        member_id_tail="4471",
        requester=Party(
            "Ada Fixture, MD",
            ("1 Clinic Way", "Faketown, KS 66001"),
            "785-555-0101",
            "785-555-0102",
        ),
        facility=Party(
            "Example Children's Hospital", ("2 Clinic Way", "Faketown, KS 66001"), "785-555-0103"
        ),
        lines=(
            LetterLine(
                "Kresladi (marnetegragene autotemcel), one infusion into a vein",
                hcpcs="J3590",
                ndc="83537-0034-01",
                units="ONE dose",
            ),
        ),
        received_on=date(2026, 11, 20),
        place_of_service="Inpatient hospital (21)",
        determination="Approved",
        policy=PolicyNamed("Kresladi", date(2026, 7, 23)),
        authorization=GRANT,
        signer=Signer("Nora Testreyes", "RN", "", "Nurse reviewer"),
        copies_to=("Ada Fixture, MD", "Example Children's Hospital"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def adverse(
    regime: AppealRegime = AppealRegime.SELF_INSURED_ERISA, **changes: object
) -> LetterContext:
    base = approval(
        kind=LetterKind.ADVERSE,
        determination="Not approved",
        authorization=None,
        diagnosis="Leukocyte adhesion deficiency type I (D71)",
        service_dates="December 2026",
        reasons=(REASON,),
        needed=("A note that says why the brother cannot give cells, if that is so.",),
        rights_regime=regime.value,
        rights=rights_for(regime, LETTERHEAD),
        signer=DIRECTOR,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def information_request(**changes: object) -> LetterContext:
    base = approval(
        kind=LetterKind.INFORMATION_REQUEST,
        determination="",
        authorization=None,
        needed=(
            "Flow cytometry report that gives CD18, CD11a and CD11b on neutrophils, in percent.",
        ),
        respond_by="November 24, 2026, 10:00 a.m. Central time",
        clock_words="Our time to decide stops on the day we send this letter and starts again when the records come.",
    )
    return replace(base, **changes)  # type: ignore[arg-type]
