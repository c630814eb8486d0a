"""The place that a page of an arrival gets, and what is said while pages have none."""

from dataclasses import dataclass

LATER = "later"
"""The page belongs to another request and is placed next. Never stored."""

MOST_NAMED = 10


@dataclass(frozen=True)
class PagesLeft:
    """Pages of one arrival that have no place. numbers is None while they are not counted yet."""

    receipt_id: int
    numbers: tuple[int, ...] | None

    @property
    def sentence(self) -> str:
        """How many pages are left, where they are, and what to do."""
        if self.numbers is None:
            return (
                f"The pages of arrival {self.receipt_id} are not counted yet. The case can be "
                "decided once each of them has its place."
            )
        count = len(self.numbers)
        lead = "1 page" if count == 1 else f"{count} pages"
        verb, each = ("has", "it has") if count == 1 else ("have", "each has")
        return (
            f"{lead} of arrival {self.receipt_id} ({pages_named(self.numbers)}) {verb} no place "
            f"yet. The case can be decided once {each} one."
        )


def pages_named(numbers: tuple[int, ...]) -> str:
    """The page numbers in words, the first ten of them: "pages 2, 5 and 6"."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    shown = [str(number) for number in numbers[:MOST_NAMED]]
    if len(numbers) > MOST_NAMED:
        return f"pages {', '.join(shown)} and {len(numbers) - MOST_NAMED} more"
    return f"pages {', '.join(shown[:-1])} and {shown[-1]}"
