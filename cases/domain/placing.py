"""What can be said of a page besides its place."""

LATER = "later"
"""The page belongs to another request and is placed next. Never stored."""
