"""Conditions as rows of question, comparison and value: from the text of an expression and back without loss."""

from builder.conditions.keeping import kept
from builder.conditions.offered import Comparison, offered
from builder.conditions.reading import read
from builder.conditions.rows import Condition, Group, Raw, Row, Subject, Value, group
from builder.conditions.spoken import said, sentence
from builder.conditions.vocabulary import Vocabulary, vocabulary
from builder.conditions.writing import write

__all__ = [
    "Comparison",
    "Condition",
    "Group",
    "Raw",
    "Row",
    "Subject",
    "Value",
    "Vocabulary",
    "group",
    "kept",
    "offered",
    "read",
    "said",
    "sentence",
    "vocabulary",
    "write",
]
