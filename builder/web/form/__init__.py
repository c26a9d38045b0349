"""The form editor: outline, what is in hand, and the page as citizens will see it."""
