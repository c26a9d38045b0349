"""The draft in hand: opened and changed, refused, undone and redone, who else is in it, and its document."""
