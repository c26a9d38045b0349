"""Values, decision tables, lookups and tables of choices."""
