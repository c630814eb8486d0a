"""Every variable that the product reads is in .env.example, and none that it does not read."""

import ast
import re

from tests.architecture.tree import ROOT, python_files, relative, syntax

# Read by ./test alone; their words are in CONTRIBUTING.
FOR_TESTS = {"TEST_DB_SUFFIX", "TEST_DATABASE_URL", "TEST_REDIS_SERVER", "TEST_CHROMIUM", "CI"}
# The machine's own, not ours to describe.
OF_THE_MACHINE = {
    "PATH",
    "DJANGO_SETTINGS_MODULE",
    "PIP_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "PYTHONSAFEPATH",
    "PYTHONUNBUFFERED",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY",
    "PRECERT_PYTHON_CHOSEN",
}
READERS = {"str", "bool", "int", "float", "list", "db_url", "get", "setdefault", "getenv"}


def variables_read():
    for path in python_files():
        for node in ast.walk(syntax(path)):
            name = variable_of(node)
            if name:
                yield name, relative(path)


def variable_of(node):
    """The variable in env.str("X"), os.environ.get("X"), environ["X"] and environment.get("X")."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        return (
            constant(node.args[0])
            if node.func.attr in READERS and is_environment(node.func.value)
            else ""
        )
    if isinstance(node, ast.Subscript) and is_environment(node.value):
        return constant(node.slice)
    return ""


def is_environment(node):
    return ast.unparse(node) in {
        "env",
        "os.environ",
        "environ",
        "environment",
        "launch.environment",
    }


def constant(node):
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Z][A-Z0-9_]+", value) else ""


def described():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def test_every_variable_is_described():
    read = dict(variables_read())
    assert set(read) - described() - FOR_TESTS - OF_THE_MACHINE == set()


def test_nothing_is_described_that_is_not_read():
    assert described() - {name for name, _ in variables_read()} == set()


def test_the_example_holds_no_secret():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    filled = re.findall(r"^[A-Z][A-Z0-9_]+=\S+", text, re.MULTILINE)
    assert filled == [], "every line of the example is a comment, so copying it changes nothing"
