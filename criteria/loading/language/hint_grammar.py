"""How hints are written for the finder, as the page of the policy language tells it."""

HINT_GRAMMAR = """\
Hints are compared as a reader would: case, accents, plurals and "'s" do not count, a hyphen may be a
blank, letters and digits may be apart ("CD 18"), and in words with digits 1, l and i count as one, and so do
0 and o. A phrase is not found behind "non". A hint is looked for in one sentence, or in one row of a table.

| sign | what it does | example | finds |
|---|---|---|---|
| none | the words, one after the other | `delayed cord separation` | "delayed cord separation" |
| `\\|` | parts words of which one must stand there | `no\\|without transplant` | "without transplant" |
| `_` | joins words to one, so that `\\|` can choose it | `month_one\\|first_month` | "month one" |
| `*` | lets a word go on | `monitor*` | "monitored", "monitoring" |
| `...` | passes over up to seven words of the clause | `monitor* ... infection` | "monitored closely for infection" |
| `&` | parts up to three phrases that stand in one sentence in any order | `LFT\\|LFTs & weekly\\|daily` | "weekly CMP and LFTs" |
| `<name>` | any word of a group of `same_words`; alone, each of them a hint of its own | `<transplant> ... declined` | "HSCT was declined" |

- `...` and `&` pass over no denial and no doubt ("no", "not", "never", "without", "if", "may", "should" and
  their like) and over no semicolon; `...` over no end of a sentence, `&` over up to twelve words.
- Of the parts of a hint with `&` some may stand in the heading or label over the sentence.
- Signs are blanks apart where they part phrases (` ... `, ` & `), and without blanks where they part words (`a|b`).

What each list is for:

- `terms` name the fact. A short phrase ("negative", "none") counts only where a term stands before it in the
  clause with no other test between, closely behind it, or in the heading; one with `&`, one of three words or more,
  and one that holds a term stand for themselves.
- `forms` are labels as printed. What stands behind, beside or under one is its value. With a colon a form needs one on
  the page; without, its value may follow at once. A question that is answered by yes or no, by a mark in a box or by
  the column a mark stands under needs no form: it is read as a sentence, and a no as its denial, each of several
  questions of a row by itself, and so is a yes or no in a table under the heading of its column.
- `phrases` state the values: those of a choice, or `"true"` and `"false"`. The longest at a place counts. Behind an empty
  box or among options without a mark nothing counts. A denied act ("will not be monitored") turns a yes into a no; a
  thing denied ("no donor") only takes the choice away, unless the phrase itself denies.
- `negations` say no to a yes/no beside a term.
- `traps` put a phrase aside where one stands in the same clause, in the label before it or within a gap.
  Relatives, a control, a reference range and other specimens need no trap: the finder knows them.
  With the trap `planned` or `will`, plans do not count; with `history of` or `prior`, the past does not.
- `documents` rank papers of that kind first. Dates and counts are looked for on no other paper.

Of a list the finder proposes its items, each with the fields that its own sentence, its row, its row of a table
or the labels of a page about it alone state; a person takes them into the list one by one. The hints are of the same kind:

- An item is known by its leading field: the first that has hints and no `date_of`. A choice leads by its `phrases`, words by
  their `terms` (the value is what is printed), an amount by the `terms` that name it. Where a date leads, the `terms` of the
  list name what it is the day of ("MRI"), and there is no item without it.
- The other fields are read behind the item up to the next one: choices and yes/no by `phrases` (what several say differently is
  left out) or, a yes/no, behind one of its `forms`; amounts behind their `terms`; days by the `terms` before them. Of a span ("6/15-8/14/2026")
  the field whose hints speak of an end (`last`, `until`, `stopped`) has the last day and another the first. A day with
  `date_of` is the page's where the sentence gives none.
- `forms` of the fields are also titles of columns: a row of titles with the leading field's makes a table.
- The list's own `terms` are words beside which a name alone makes an item ("tried"); without such terms a name is enough.
  Its `negations` deny an item ("not tried", "declined"), its `traps` put it aside; what is planned or still to come is
  never one. `one_day` names choices of the leading field that are done in one day, so that a day alone is both the first and the last.

Put aside without any hint is what is about somebody else, supposed ("if", "would", "may be"), advised ("should"),
pending, cancelled, explained ("is characterized by", "usually"), asked ("please state"), said of patients in general,
quoted from an older note, or printed in an article, a leaflet, a label or a policy; so is what its own row takes back
("superseded", "entered in error"), guesses ("probably"), says of another patient ("next case") or leaves open (a blank
line, "circle one").
"""
