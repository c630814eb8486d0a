"""The beginning of a policy file, with a word on each part: it can be read as it stands."""

from datetime import date

_TEXT = """\
# {title}, medical policy effective {version}, in our own words.
# Every part names the place in the plan's text (cite). Keys: docs/policy-language.md.
# Check it with: python manage.py validate_policy FILE

policy: {slug}
version: {version}      # the date of the plan's text
title: {quoted}
product: {quoted}
effective: {{from: {version}}}      # and to: the last day, where the text states one

source:      # the plan's document; null where it leaves a date blank
  title: {quoted}
  document: The plan's medical policy
  posted: null
  original_effective: {version}
  reviewed: null
  maintained_by: The plan

# What the text says before its criteria.
statements:
  - The member's contract comes before this policy.

applies:
  indications:
    main: The condition that the policy is about
  services:      # procedure codes, and where each may be used
    - {{hcpcs: A0000, says: The service}}

authorization:      # what an approval grants
  doses: 1
  renewable: false
  retreatment: none
  says: Valid for one service.
  cite: {{section: I}}

facts:      # what is asked; "find" helps to find it in records
  indication:
    ask: The condition for which it is requested
    type: choice
    choices: {{main: The condition that the policy is about, other: Another condition}}
    rests_on: [page, contact]
  marker_percent:
    ask: Percentage of cells with the marker
    type: percent
    rests_on: [page, contact]
    find:
      terms: [marker]
      documents: [lab_report]
      traps: [reference range]
  monitoring_planned:
    ask: Whether the member will be watched after treatment
    type: boolean
    rests_on: [attestation]

gates:      # questions before the criteria; the first that is not passed decides the road
  - id: gate.indication
    label: Indication
    says: It is requested for the condition that the policy is about.
    cite: {{section: I}}
    passes: {{fact: indication, is: main}}
    exits:
      - when: {{fact: indication, is: other}}
        suggest: physician_review
        because: The policy does not speak of this condition.
    request: State the condition for which it is requested.
    asked_of: provider

criteria:      # all of these
  - id: marker
    label: Marker below 2 %
    says: Fewer than 2 % of the cells carry the marker.
    cite: {{section: I, bullet: 1}}
    fact: marker_percent
    below: 2 %
    reading: Exactly 2 % is not below 2 %.
    request: Laboratory report that states the percentage of cells with the marker.
    letter: Your test did not show that fewer than 2 percent of the cells carry the marker.
    rests_on: [page, contact]
  - id: monitoring
    label: Watch kept after treatment
    says: The member will be watched after treatment.
    cite: {{section: I, bullet: 2}}
    future_intent: true      # asked on the prescriber's statement
    attested: monitoring_planned
    request: Signed statement that the member will be watched after treatment.
    letter: The treatment plan does not say that the member will be watched after treatment.
    rests_on: [attestation]

advisories:      # shown, never decide
  - id: advice.example
    says: Replace this file's made-up criteria with those of the plan's text.
    cite: {{section: I}}
"""


def policy_skeleton(slug: str, *, title: str, version: date) -> str:
    """A policy file to begin with; it is read and validated without a finding."""
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _TEXT.format(slug=slug, title=title, quoted=quoted, version=version.isoformat())
