"""The one expression language: CEL, checked by our own type checker and compiled while a document is read."""

from definitions.expressions.compiled import Expression, compile_expression, references, text_written
from definitions.expressions.problems import ExpressionDefect, ExpressionProblem, InvalidExpression

__all__ = [
    "Expression",
    "ExpressionDefect",
    "ExpressionProblem",
    "InvalidExpression",
    "compile_expression",
    "references",
    "text_written",
]
