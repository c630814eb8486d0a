"""The excerpts that the finder is measured on one by one: how they lie, and what counts."""

import json
from collections import Counter

import pytest

from benchmarks.evidence.by_sentence import Half, excerpts, main
from benchmarks.evidence.check_set import policies
from cases.selectors.finding import wanted_of
from criteria.domain.facts import FactType

NOTHING = "nothing"


def test_every_excerpt_states_what_its_policy_can_hold():
    facts = policies()["kresladi"].facts
    for one in excerpts():
        assert one.says.strip()
        assert one.fact == NOTHING or (one.fact in one.states) != bool(one.trap)
        for name, value in one.states.items():
            spec = facts[name]
            if spec.type is FactType.CHOICE:
                assert value in spec.choices, f"{one.fact} {one.number}"
            if spec.type is FactType.BOOLEAN:
                assert value.lower() in {"true", "false"}, f"{one.fact} {one.number}"


def test_each_half_has_excerpts_and_traps_of_every_fact():
    for half in Half:
        some = [one for one in excerpts() if one.half is half and one.fact != NOTHING]
        counts = Counter(one.fact for one in some)
        assert set(counts) == {one.fact for one in wanted_of(policies()["kresladi"])}
        assert min(counts.values()) > 40
        assert sum(bool(one.trap) for one in some) > 1000


@pytest.mark.parametrize("half", Half)
def test_what_is_asked_found_and_trapped_is_printed(half, capsys):
    assert main(["--half", half, "--facts", "hcpcs_code,hiv_result"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["fact"] for line in lines] == ["hcpcs_code", "hiv_result", "all"]
    for line in lines:
        assert 0 < line["found"] <= line["asked"]
        assert 0 <= line["trapped"] < line["traps"]
    assert lines[2]["asked"] == lines[0]["asked"] + lines[1]["asked"]
    assert lines[0]["recall"] > 0.7


def test_what_is_missed_is_listed_of_the_shown_half_alone(capsys):
    main(["--half", "shown", "--facts", "weight_kg", "--show"])
    assert "missed weight_kg" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--half", "kept", "--facts", "weight_kg", "--show"])
    assert "never looked at" in capsys.readouterr().err
