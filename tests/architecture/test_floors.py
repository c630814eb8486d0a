"""Who may know whom, where import contracts cannot see."""

import ast
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.tree import (
    APPS,
    FLOOR,
    ROOT,
    imported_names,
    python_files,
    relative,
    syntax,
)

FACES = ("web", "management", "api", "fhir")


def test_the_import_contracts_are_kept_without_exceptions():
    answer = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "ignore_imports" not in text


def upward(model, field, other):
    here, there = model._meta.app_label, other._meta.app_label
    return here in FLOOR and there in FLOOR and FLOOR[there] > FLOOR[here]


def relations():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                yield model, field, field.related_model


def test_no_foreign_key_points_upward():
    found = [f"{m.__name__}.{f.name} -> {o.__name__}" for m, f, o in relations() if upward(m, f, o)]
    assert found == []


def test_the_two_strangers_hold_no_key_to_each_other():
    strangers = {"criteria", "documents"}
    found = [
        f"{m.__name__}.{f.name}"
        for m, f, o in relations()
        if {m._meta.app_label, o._meta.app_label} == strangers
    ]
    assert found == []


def test_the_ground_floor_stores_who_acted_as_a_key():
    people = [
        f"{m.__name__}.{f.name}"
        for m, f, o in relations()
        if m._meta.app_label == "operations" and o._meta.app_label == "accounts"
    ]
    assert people == []


@pytest.mark.parametrize("app", APPS)
def test_domain_imports_the_standard_library_alone(app):
    allowed = sys.stdlib_module_names | {app}
    found = [
        f"{relative(path)}: {name}"
        for path in python_files()
        if relative(path).startswith(f"{app}/domain/")
        for name in imported_names(path)
        if name.partition(".")[0] not in allowed
        or (name.partition(".")[0] == app and not (name + ".").startswith(f"{app}.domain."))
    ]
    # A floor's domain may use the domain of a floor below it, never the other way round.
    found = [line for line in found if not lower_domain(app, line.rpartition(" ")[2])]
    assert found == []


def lower_domain(app, name):
    other, _, rest = name.partition(".")
    return other in FLOOR and FLOOR[other] < FLOOR[app] and (rest + ".").startswith("domain.")


@pytest.mark.parametrize("app", APPS)
def test_domain_reads_no_clock_and_no_files(app):
    names = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "open"}
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files()
        if relative(path).startswith(f"{app}/domain/")
        for node in calls(path)
        if called(node) in names
    ]
    assert found == []


def test_faces_do_not_reach_for_the_database():
    found = [
        f"{relative(path)}: {name}"
        for path in python_files()
        if in_a_face(path)
        for name in imported_names(path)
        if name == "django.db" or name.startswith("django.db.")
    ]
    assert found == []


def in_a_face(path):
    """Whether the file lies in a face of an app, wherever the checkout itself lies."""
    parts = path.relative_to(ROOT).parts
    return parts[0] in APPS and bool(set(parts) & set(FACES))


def calls(path):
    return [node for node in ast.walk(syntax(path)) if isinstance(node, ast.Call)]


def called(node):
    if isinstance(node.func, ast.Name):
        return node.func.id
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return f"{node.func.value.id}.{node.func.attr}"
    return ""
