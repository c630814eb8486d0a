"""The pages of a packet that the clinic writes: cover, form, letter, plan, note."""

from cases.management.demonstration.scenario import PageOf
from cases.management.demonstration.story import Story, slashed, spelled

PRODUCT = "Kresladi (marnetegragene autotemcel)"
DIAGNOSIS = "Leukocyte adhesion deficiency type I (LAD-I)"
PLAN = "Prairie Example Health Plan"
NDC = "83537-0034-01"
_FIRST_STATEMENT = (
    "The patient is a candidate for autologous hematopoietic stem cell transplant (HSCT)."
)
_CARE_STATEMENTS = (
    "The patient will undergo mobilization with G-CSF and plerixafor prior to apheresis.",
    (
        "The patient will be monitored for signs and symptoms of infection before and after "
        "infusion. Prophylactic antimicrobials will be given per institutional guidelines."
    ),
    (
        "The patient will be monitored for veno-occlusive disease, including liver function tests "
        "during the first month after infusion."
    ),
)
_SAFETY_STATEMENTS = (
    (
        "The patient will be monitored for hematologic malignancies from lentiviral vector "
        "insertional oncogenesis after treatment."
    ),
    (
        "The patient will be monitored for hypersensitivity reactions to DMSO during and after "
        "infusion, and managed according to clinical practice."
    ),
    "The product is for autologous use, as one single intravenous infusion.",
)


_KINDS = {
    "New request": "This is a new request.",
    "Retreatment": "This is a request for retreatment.",
}
_URGENT = " A delay could seriously jeopardize life, so I ask for an expedited review."


def cover_page(story: Story, *, pages: int) -> PageOf:
    """The cover sheet: sender, addressee, number of pages, no clinical words."""
    content = {
        "rows": [
            ["TO", f"{PLAN}, Utilization Management"],
            ["FAX", "785-555-0121"],
            ["FROM", f"{story.provider.name}, {story.provider.specialty}"],
            ["PHONE", story.provider.phone],
            ["DATE", slashed(story.today)],
            ["PAGES", f"{pages} including this one"],
            ["RE", f"Prior authorization, member ID {story.member.number}"],
        ],
        "note": f"{story.urgency.upper()} REQUEST. Please call {story.provider.phone} with questions.",
    }
    return PageOf("cover", content, "cover", tokens=(story.member.number, story.provider.phone))


def request_page(story: Story, *, attached: tuple[tuple[str, str], ...]) -> PageOf:
    """The request form; attached pairs a record's name with "yes" or "no"."""
    member, provider, facility = story.member, story.provider, story.facility
    content = {
        "urgency": story.urgency,
        "request_type": story.request_type,
        "member_name": member.full_name,
        "birth_date": slashed(member.birth_date),
        "member_number": member.number,
        "group": member.coverages[0].group_name or "Individual",
        "provider": provider.name,
        "provider_npi": provider.npi,
        "provider_phone": provider.phone,
        "provider_fax": provider.fax,
        "facility": facility.name,
        "facility_npi": facility.npi,
        "product": PRODUCT,
        "route": "Single intravenous infusion, one time",
        "hcpcs": story.hcpcs,
        "ndc": NDC,
        "doses": "1",
        "dose": story.dose,
        "service_date": slashed(story.days.infusion),
        "place": story.place,
        "weight": f"{story.weight} kg",
        "weight_date": slashed(story.days.visit),
        "diagnosis": DIAGNOSIS,
        "icd10": "D71",
        "attached": [[name, answer == "yes"] for name, answer in attached],
        "signed_on": slashed(story.days.letter),
    }
    tokens = (
        member.number,
        slashed(member.birth_date),
        provider.npi,
        facility.npi,
        story.hcpcs,
        NDC,
        slashed(story.days.infusion),
    )
    return PageOf("request_form", content, "case", "request_form", tokens)


def letter_page(story: Story) -> PageOf:
    """The letter of medical necessity."""
    member, provider, days = story.member, story.provider, story.days
    given = member.given_name
    paragraphs = [
        (
            f"I request approval of {PRODUCT} for {given}, who has severe {DIAGNOSIS}. "
            f"{_KINDS[story.request_type]} {story.history}"
        ),
        f"{story.genetics_summary} {_expression_sentence(story)}".strip(),
        f"{story.treatment.letter.format(name=given)} {story.donor_words}".strip(),
        story.schedule or _planned(story),
        "Without treatment most children with severe LAD-I do not live past the age of two."
        + (_URGENT if story.is_urgent else ""),
    ]
    content = {
        "clinic": "Demo Plains Immunology Clinic",
        "clinic_lines": f"{provider.address_line}, {provider.city}, {provider.state} "
        f"{provider.postal_code}  Phone {provider.phone}  Fax {provider.fax}",
        "date": spelled(days.letter),
        "to": [f"{PLAN}", "Utilization Management"],
        "re": [
            f"Letter of medical necessity for {member.full_name}",
            f"Date of birth {slashed(member.birth_date)}   Member ID {member.number}",
        ],
        "paragraphs": paragraphs,
        "signer": provider.name,
        "signer_lines": f"{provider.specialty}   NPI {provider.npi}",
    }
    tokens = (member.number, "plerixafor", "G-CSF", "autologous", "LAD-I")
    return PageOf("necessity_letter", content, "case", "letter_of_medical_necessity", tokens)


def hand_page(story: Story, *, day: str, lines: tuple[str, ...]) -> PageOf:
    """A note that somebody wrote by hand; a machine may or may not read it."""
    content = {
        "day": day,
        "lines": [f"Re: {story.member.full_name}", *lines],
        "signer": story.provider.name.replace(",", ""),
    }
    return PageOf("hand_note", content, "case", "clinic_note", by_hand=True)


def blank_page() -> PageOf:
    """The back of a sheet."""
    return PageOf("blank", {}, "blank")


def plan_page(story: Story) -> PageOf:
    """The treatment plan with the prescriber's signed statements."""
    member, days = story.member, story.days
    content = {
        "product": PRODUCT,
        "header": [
            ["Patient", member.full_name],
            ["Date of birth", slashed(member.birth_date)],
            ["Member ID", member.number],
            ["Weight", f"{story.weight} kg on {slashed(days.visit)}"],
        ],
        "schedule": [
            ["Planned mobilization (G-CSF and plerixafor)", slashed(days.mobilization)],
            ["First apheresis", slashed(days.apheresis)],
            ["Start of conditioning (busulfan)", slashed(days.conditioning)],
            ["Planned infusion", slashed(days.infusion)],
        ],
        "statements": [
            _FIRST_STATEMENT,
            story.treatment.attested,
            *_CARE_STATEMENTS,
            story.treatment.antiretrovirals,
            *_SAFETY_STATEMENTS,
        ],
        "signer": story.provider.name,
        "date": slashed(days.ago(1)),
    }
    tokens = (
        "plerixafor",
        "veno-occlusive",
        "prophylactic ART",
        "DMSO",
        "insertional",
        slashed(days.mobilization),
    )
    return PageOf("treatment_plan", content, "case", "treatment_plan", tokens)


def note_page(story: Story) -> PageOf:
    """The last clinic note: history, infection status, medicines, weight."""
    member, days = story.member, story.days
    content = {
        "clinic": "DEMO PLAINS IMMUNOLOGY CLINIC",
        "title": "Progress note",
        "header": [
            ["Patient", f"{member.full_name}   Sex: {member.sex}"],
            ["Date of birth", f"{slashed(member.birth_date)}   Member ID: {member.number}"],
            ["Date of visit", slashed(days.visit)],
            ["Weight", f"{story.weight} kg   Temp 36.8 C"],
        ],
        "sections": [
            ["History", [story.history]],
            ["Family history", [story.family]],
            ["Treatment so far", list(story.treatment.note)],
            [
                "Infection status",
                [
                    (
                        "Afebrile. No active infection on examination. CRP 0.2 mg/dL. Blood culture "
                        f"of {slashed(days.ago(8))}: no growth. History of omphalitis, resolved."
                    ),
                ],
            ],
            [
                "Medicines",
                ["Trimethoprim-sulfamethoxazole and fluconazole (antimicrobial prophylaxis)."],
            ],
            [
                "Assessment and plan",
                [
                    (
                        f"Severe {DIAGNOSIS}. Candidate for autologous HSCT with gene therapy. "
                        "Transplant evaluation complete. Return in two weeks."
                    ),
                ],
            ],
        ],
        "signed": f"Electronically signed by {story.provider.name} {slashed(days.visit)} 16:40",
    }
    tokens = (slashed(days.visit), story.weight, "omphalitis", "No active infection", "HSCT")
    return PageOf("clinic_note", content, "case", "clinic_note", tokens)


def _planned(story: Story) -> str:
    days = story.days
    dose = (
        f"The planned dose is {story.dose}."
        if story.dose
        else "The dose will be known when the product is made; it will be no less than the "
        "recommended minimum."
    )
    return (
        f"The plan is mobilization with G-CSF and plerixafor from {spelled(days.mobilization)}, "
        "apheresis, conditioning, and a single intravenous infusion of autologous CD34+ cells "
        f"on or about {spelled(days.infusion)}. {dose}"
    )


def _expression_sentence(story: Story) -> str:
    if story.markers is None:
        return "Flow cytometry was done elsewhere; that report will follow."
    shown = {
        marker.name: marker.percent for marker in story.markers if marker.cells == "Neutrophils"
    }
    return f"Flow cytometry shows CD18 on {shown['CD18']} of neutrophils."
