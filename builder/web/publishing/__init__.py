"""Going live: what changes, who must agree, when; history, and packs."""
