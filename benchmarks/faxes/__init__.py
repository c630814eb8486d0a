"""Pages with known words for the benchmark of reading, and the fax machine they go through."""
