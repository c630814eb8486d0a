"""What is read from a file of members, and what is told about lines that cannot be taken."""

from datetime import date

import pytest

from cases.errors import MemberFileError
from cases.loading.member_file import COLUMNS, MemberFile, Reject, member_file_read
from tests.cases.member_files import file_of, row

TODAY = date(2026, 11, 2)


def read(content: bytes) -> MemberFile:
    return member_file_read(content, today=TODAY)


def test_a_member_in_two_lines_is_one_member_with_two_coverages():
    found = read(
        file_of([row(), row(line_of_business="medicaid", coverage_starts_on="2026-01-01")])
    )
    (member,) = found.members.values()
    assert [c.line_of_business for c in member.coverages] == ["commercial", "medicaid"]
    assert (found.rows, found.rejects) == (2, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_makes_no_difference(encoding: str):
    assert len(read(file_of([row()], encoding=encoding)).members) == 1


def test_columns_may_stand_in_any_order():
    assert (
        read(file_of([row()], columns=reversed(COLUMNS))).members == read(file_of([row()])).members
    )


def test_a_line_end_inside_quotes_belongs_to_the_value_and_lines_are_counted_on():
    content = file_of([row(address_line="1 Sample Road\nFloor 2"), row(2, sex="X")])
    found = read(content)
    assert found.members["SMX00000001"].row.address_line == "1 Sample Road\nFloor 2"
    assert [reject.line for reject in found.rejects] == [4]


def test_who_is_their_own_subscriber_has_none():
    found = read(file_of([row(subscriber_number="SMX00000001")]))
    assert found.members["SMX00000001"].row.subscriber == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"member_number": ""}, "member_number is empty"),
        ({"family_name": " "}, "family_name is empty"),
        ({"given_name": "x" * 81}, "given_name is longer than 80 letters"),
        ({"city": "a\x00b"}, "city holds a control character"),
        ({"birth_date": "29.02.2024"}, "birth_date is not a day written as year-month-day"),
        ({"birth_date": "2023-02-29"}, "birth_date is not a day written as year-month-day"),
        ({"birth_date": "2026-11-03"}, "birth_date lies in the future"),
        ({"regime": "martial"}, "regime is not one of erisa, governmental, church"),
        ({"line_of_business": ""}, "line_of_business is empty; give one of commercial"),
        ({"coverage_ends_on": "2024-12-31"}, "coverage_ends_on lies before coverage_starts_on"),
        ({"grandfathered": "perhaps"}, "grandfathered is neither yes nor no"),
        ({"group_number": "G1"}, "group_name is empty but group_number is given"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told_by_number_and_reason(changes, reason):
    good = row(2)
    found = read(file_of([{**row(), **changes}, good]))
    assert list(found.members) == [good["member_number"]]
    (reject,) = found.rejects
    assert reject.line == 2
    assert reject.reason.startswith(reason)
    assert not any(value in reject.reason for value in changes.values() if len(value) > 6)


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (row(), "gives the same coverage again as line 2"),
        (row(coverage_starts_on="2026-01-01", city="Elsewhere"), "says otherwise about the member"),
        (
            row(2, group_number="G1", group_name="Sample Mill"),
            "names the group otherwise than an earlier line",
        ),
    ],
)
def test_the_later_of_two_lines_that_do_not_agree_is_not_taken(second, reason):
    found = read(file_of([row(group_number="G1", group_name="Sample Bakery"), second]))
    if second["member_number"] == "SMX00000001" and second["city"] == "Sampleton":
        assert found.rejects == [Reject(3, reason)]
    assert found.rejects[0].reason.startswith(reason)
    assert len(found.members["SMX00000001"].coverages) == 1


def test_a_line_with_too_few_values_is_not_taken():
    found = read(file_of([row()]) + b"SMX2,Ada\r\n")
    assert found.rejects == [Reject(3, f"has 2 values; there are {len(COLUMNS)} columns")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (file_of([row()], columns=COLUMNS[1:]), "missing member_number"),
        (file_of([row()], columns=[*COLUMNS, "shoe_size"]), "unknown shoe_size"),
        (file_of([row()], columns=[*COLUMNS, "city"]), "given twice city"),
        (file_of([row(city="Köln")], encoding="latin-1"), "not UTF-8 (line 2)"),
        (file_of([row()]) + b'"unfinished', "not well-formed CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(content: bytes, sentence: str):
    with pytest.raises(MemberFileError) as refused:
        read(content)
    assert sentence in str(refused.value)
    assert "Ada" not in str(refused.value)
