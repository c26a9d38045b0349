"""An email as somebody would get it: the words of an example's case put in, and told apart from the author's own."""

from builder.emails.pieces import Piece, bare, pieces
from builder.emails.preview import Preview, preview

__all__ = ["Piece", "Preview", "bare", "pieces", "preview"]
