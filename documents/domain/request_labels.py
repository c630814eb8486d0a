"""The words that request forms print beside their fields, as keyed text and regular expressions.

The order counts: of two fields whose label fits, the earlier takes the value.
"""

from collections.abc import Mapping
from types import MappingProxyType

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "request_date": (
            r"(?:date of request|request(?:ed)? (?:date|on)|date (?:submitted|requested|of submission)"
            r"|submitted(?: on)?|rec'?d|today'?s date)"
        ),
        "member_number": r"(?:member|subscriber|insurance|policy|plan) ?(?:id|i\.d\.|number|no\.?|#)(?: ?(?:number|no\.?|#))?",
        "urgency": r"(?:urgency|priority|(?:type of )?review(?: type)?|processing|request is)",
        "diagnosis_code": r"(?:icd-? ?10(?:-?cm)?(?: codes?)?|diagnos[ie]s(?: codes?)?|dx(?: codes?)?|icd)",
        "hcpcs": r"(?:hcpcs|(?:procedure|service|billing|j-?|drug|product) ?codes?|codes?)(?: ?/ ?cpt)?",
        "cpt": r"cpt(?: codes?)?",
        "ndc": r"ndc(?: (?:number|no\.?|code))?",
        "requester_npi": (
            r"(?:requesting|ordering|prescrib\w*|referring|treating|physician|doctor|provider)[\w .,:;'/-]{0,40}?\bnpi"
            r"(?: ?(?:number|no\.?|#))?"
        ),
        "facility_npi": (
            r"(?:servic\w*|rendering|facility|hospital|site|infusion center|billing|clinic)[\w .,:;'/-]{0,40}?\bnpi"
            r"(?: ?(?:number|no\.?|#))?"
        ),
        "place_of_service": r"(?:place of (?:service|treatment)|pos|site of (?:care|service)|setting|where|location of service)",
        "request_type": r"(?:request type|type of request|req(?:uest)?\.? ?type|request(?= ?:))",
        "doses": r"(?:(?:number|no\.?|#) of doses|doses?(?: requested)?|how many|quantity|qty)",
        "billing_units": r"(?:billing units|units(?: requested)?|(?:number|no\.?|#) of units)",
        "service_to": r"(?:(?<=\d )(?:to|until)|planned to|end date|service to|through|date of service to|to date)",
        "service_from": (
            r"(?:dates? of service|service (?:date|from|start)|planned (?:from|date|infusion)|start(?: date|ing)?"
            r"|infusion date|(?:anticipated|planned|expected|requested) (?:start |service |infusion )?date|date wanted)"
            r"(?: from)?"
        ),
        "weight_kg": r"(?:weight|wt)",
    }
)  # fmt: skip

# Words that stand for a value; the first that fits counts. Values are those of the intake form.
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "urgency": MappingProxyType(
            {"expedited": r"expedited|urgent|stat|emergent|rush", "standard": r"standard|routine|non-?urgent"}
        ),
        "place_of_service": MappingProxyType(
            {
                "hospital_outpatient_off": r"19\b|off.campus",
                "hospital_outpatient": r"22\b|(?:hospital )?out-?patient(?: hospital)?",
                "inpatient": r"21\b|in-?patient",
                "office": r"11\b|(?:physician |doctor'?s )?office",
                "home": r"12\b|home",
            }
        ),
        "request_type": MappingProxyType(
            {
                "extension": r"extension|more time",
                "repeat": r"repeat|another dose|retreatment",
                "renewal": r"renewal|continuation|re-?authorization",
                "initial": r"initial|new|first",
            }
        ),
    }
)  # fmt: skip
