"""The admin is no back door: it writes through services, and asks no second authority."""

import ast

from tests.architecture.tree import python_files, relative, syntax

WRITES = {
    *("save", "create", "update", "delete", "bulk_create", "bulk_update"),
    *("get_or_create", "update_or_create", "set_password"),
}
SECOND_AUTHORITIES = {"is_staff", "is_superuser", "has_perm", "user_permissions", "groups"}


def admin_files():
    return [path for path in python_files() if "/admin/" in relative(path)]


def test_no_admin_page_writes_past_a_service():
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in admin_files()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and ast.unparse(node.func.value) not in {"vars(row)"}
    ]
    assert len(admin_files()) > 10
    assert found == []


def test_no_admin_page_asks_django_s_permissions():
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in admin_files()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute) and node.attr in SECOND_AUTHORITIES
    ]
    assert found == []
