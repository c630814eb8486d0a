"""What differs between two texts."""

from operations.domain.difference import DifferentLine, line_difference


def test_equal_texts_do_not_differ() -> None:
    assert line_difference("a\nb", "a\nb\n") == ()


def test_a_changed_line_is_removed_and_added_between_its_neighbours() -> None:
    found = line_difference("a\nb\nc\nd", "a\nB\nc\nd", around=1)
    assert found == (
        DifferentLine(" ", 1, "a"),
        DifferentLine("-", 2, "b"),
        DifferentLine("+", 2, "B"),
        DifferentLine(" ", 3, "c"),
    )


def test_kept_lines_between_two_changes_are_left_out() -> None:
    old = "\n".join("abcdefghij")
    found = line_difference(old, "A" + old[1:-1] + "J", around=1)
    assert [line.sign for line in found] == ["-", "+", " ", "@", " ", "-", "+"]


def test_a_first_text_is_all_added() -> None:
    assert [line.sign for line in line_difference("", "a\nb")] == ["+", "+"]
