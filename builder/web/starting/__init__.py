"""How services begin and end as drafts: the list of them, and every way to a new one."""
