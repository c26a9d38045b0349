"""What staff see: their work, queues, cases with the actions on them, incidents and their own account."""
