"""A policy over very many cases at once: facts as typed columns, rules as expressions."""
