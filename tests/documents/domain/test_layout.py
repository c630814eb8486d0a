"""Pages become rows with cells, and statements with headings."""

from documents.domain.geometry import Box
from documents.domain.layout import PageText, layout_of, page_from_text, quoted
from documents.domain.reading_order import Word


def laid(text):
    return layout_of(page_from_text(3, text))


def statements(text):
    return [statement.text for statement in laid(text).statements]


def test_sentences_run_over_lines_and_end_at_full_stops():
    text = (
        "The patient has had no prior transplant of any kind and is well\n"
        "cared for. Dr. Example saw him at 9.30 in the morning.\n"
    )
    assert statements(text) == [
        "the patient has had no prior transplant of any kind and is well cared for.",
        "dr. example saw him at 9.30 in the morning.",
    ]


def test_a_line_goes_on_under_the_words_behind_a_box():
    text = (
        "[x]        The member will be watched for trouble of the liver with tests during\n"
        "           the first month after the infusion.\n"
        "[x]        The product is her own.\n"
    )
    assert statements(text)[0].endswith("with tests during the first month after the infusion.")


def test_columns_make_a_row_with_cells():
    layout = laid("CD18      0.4 %      > 95 %")
    assert [cell.text for cell in layout.rows[0]] == ["cd18", "0.4 %", "> 95 %"]
    row = layout.statements[0]
    assert row.is_row
    assert row.text[slice(*row.cell_span(1))] == "0.4 %"
    assert row.cell_span(7) == (0, 0)


def test_a_label_starts_a_statement_and_is_its_heading():
    layout = laid("Family history: Parents are well.\nA cousin died.\nWeight: 8 kg")
    assert [(s.heading, s.text) for s in layout.statements] == [
        ("family history", "family history: parents are well."),
        ("family history", "a cousin died."),
        ("weight", "weight: 8 kg"),
    ]


def test_capitals_are_a_heading_for_what_follows():
    assert laid("FAMILY HISTORY\nA cousin died young of an infection.").statements[1].heading == (
        "family history"
    )


def test_a_wrapped_last_cell_stays_with_its_row():
    text = "Comment      The result was confirmed in a second\n             sample of blood."
    assert statements(text) == ["comment the result was confirmed in a second sample of blood."]


def test_a_quote_is_what_is_printed():
    layout = laid("Neutrophil CD18: 0.4 % (LOW)")
    statement = layout.statements[0]
    start = statement.text.index("0.4")
    quote, box = statement.quote(start, start + 5)
    assert quote == "0.4 %"
    assert box == Box(170, 0, 220, 22)
    assert quoted(statement.words, statement.text, 0, 3)[0] == "Neutrophil"


def test_under_and_over_follow_the_column():
    layout = laid("Weight (kg)      Date\n8.4              09/14/2026\n9.9              none\n")
    top = layout.rows[0][0]
    assert [cell.text for cell in layout.below(top)] == ["8.4", "9.9"]
    assert [cell.text for cell in layout.above(layout.rows[2][1])] == ["09/14/2026", "date"]


def test_a_row_without_the_column_ends_it():
    layout = laid("A      Doses      B\nx                 y\nz      21         w")
    assert list(layout.below(layout.rows[0][1])) == []


def test_a_spelling_changes_the_comparison_and_never_the_quote():
    word = Word("plerlxafor,", Box(0, 0, 100, 20))
    page = PageText(1, (word,), spellings=(("plerlxafor,", "plerixafor,"),))
    layout = layout_of(page)
    assert layout.statements[0].text == "plerixafor,"
    assert layout.statements[0].quote(0, 5)[0] == "plerlxafor,"


def test_one_word_under_a_title_stands_under_it():
    statements = layout_of(page_from_text(1, "HIV PrEP status\n\nStopped\n\nDose")).statements
    assert [one.heading for one in statements] == ["hiv prep status", "hiv prep status", "stopped"]


def test_a_title_may_hold_letters_with_numbers_and_brackets():
    lines = ("HIV-1/2 Antigen Test", "HIV Combo (CMIA)", "January 5", "HIV, then apheresis")
    pages = [layout_of(page_from_text(1, f"{line}\n\nNonreactive today.")) for line in lines]
    headings = [page.statements[-1].heading for page in pages]
    assert headings == ["hiv-1/2 antigen test", "hiv combo (cmia)", "", ""]


def test_a_row_of_nothing_but_lines_keeps_them():
    layout = layout_of(page_from_text(1, "Result | Date\n|   |\nnegative | today"))
    assert [row[0].text for row in layout.rows] == ["result", "|", "negative"]


def test_an_empty_page_has_no_rows():
    assert laid("").rows == ()
    assert laid("").statements == ()
