"""Names that columns and replay use themselves, so that no criterion or fact may have them."""

from collections.abc import Mapping

# Columns of the facts of very many cases, beside those of each fact.
OTHERS, BY_ROW, CASE, SNAPSHOT = "others", "by_row", "case_id", "snapshot_id"
# How JSON writes a list, beside the names of its fields.
ITEMS, COMPLETE = "items", "complete"
# The criterion that stands for all criteria together.
ROOT = "approval"

RESERVED_FACTS: Mapping[str, str] = {
    OTHERS: "what else is on file, in a replay",
    BY_ROW: "a mark of its own, in a replay",
    CASE: "the case, in a replay",
    SNAPSHOT: "the time at which facts were kept, in a replay",
    ITEMS: "the items of a list",
    COMPLETE: "whether a list is stated to be complete",
}
