"""The words of the product: the day before the month, the hours to 24."""
