"""The source tree as the architecture tests see it: files that belong to the product."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("operations", "accounts", "criteria", "documents", "cases")
FLOOR = {"operations": 0, "accounts": 1, "criteria": 2, "documents": 2, "cases": 3, "config": 4}
SOURCE_ROOTS = (*APPS, "config")


@cache
def product_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, as it is now; without git, every file outside
    the folders that tools make."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        names = listing.stdout.decode().split("\0")
        found = [ROOT / name for name in names if name]
    except (OSError, subprocess.CalledProcessError):
        made = {".venv", "var", ".git", "__pycache__"}
        found = [path for path in ROOT.rglob("*") if not made & set(path.parts)]
    return tuple(path for path in found if path.is_file())


def relative(path: Path) -> str:
    """The path from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def python_files(*, tests: str = "without") -> tuple[Path, ...]:
    """The product's Python files and the two commands, migrations left out."""
    commands = {ROOT / "start", ROOT / "test"}
    found = [path for path in product_files() if path.suffix == ".py" or path in commands]
    found = [path for path in found if "migrations" not in path.parts]
    if tests == "without":
        found = [path for path in found if relative(path).partition("/")[0] != "tests"]
    return tuple(found)


@cache
def syntax(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_names(path: Path) -> frozenset[str]:
    """Dotted names that the file imports; a `from a import b` gives `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)
