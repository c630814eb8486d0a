"""Checks cannot decide: what they can reach, and what they can change."""

import ast
import inspect
from types import ModuleType

import grimp
import pytest

from cases.checks.all_checks import MODULES
from cases.checks.snapshot import CheckResult


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("cases", "criteria", "documents", "accounts", "operations")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.CHECK_ID)
def test_a_check_can_reach_no_service_no_record_and_no_clock(
    graph: grimp.ImportGraph, module: ModuleType
) -> None:
    reached = graph.find_upstream_modules(module.__name__)
    rooms = {".".join(name.split(".")[:2]) for name in reached}
    assert rooms <= {"cases.checks", "cases.domain", "criteria.domain", "cases", "criteria"}


def test_the_graph_would_show_a_way_to_a_determination(graph: grimp.ImportGraph) -> None:
    reached = graph.find_upstream_modules("cases.services.preparing")
    assert "cases.models.determination" in reached


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.CHECK_ID)
def test_a_check_is_one_function_of_the_snapshot_that_says_when_it_passes(
    module: ModuleType,
) -> None:
    assert [*inspect.signature(module.check).parameters] == ["case"]
    assert inspect.signature(module.check).return_annotation is CheckResult
    assert module.__doc__
    assert module.check.__doc__
    functions = [
        node.name
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef)
    ]
    assert [name for name in functions if not name.startswith("_")] == ["check"]
