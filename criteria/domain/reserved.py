"""Words that columns and replay use themselves, which no id and no fact of a policy may have."""

from collections.abc import Mapping

# Columns of what a policy says of very many cases, beside one for each criterion.
SUGGESTION, BY_ROW = "suggestion", "by_row"
# Columns of the facts of very many cases, beside those of each fact.
FACTS, CASE, SNAPSHOT = "facts", "case_id", "snapshot_id"
# How JSON writes a list, beside the names of its fields.
ITEMS, COMPLETE = "items", "complete"
# The criterion that stands for all criteria together.
ROOT = "approval"

RESERVED_IDS: Mapping[str, str] = {
    ROOT: "the criteria as a whole",
    SUGGESTION: "the suggestion, in a replay",
    BY_ROW: "a mark of its own, in a replay",
}
RESERVED_FACTS: Mapping[str, str] = {
    FACTS: "the whole of a case's facts",
    BY_ROW: "a mark of its own, in a replay",
    CASE: "the case, in a replay",
    SNAPSHOT: "the time at which facts were kept, in a replay",
    ITEMS: "the items of a list",
    COMPLETE: "whether a list is stated to be complete",
}
