"""What a user says to a question, checked before it is kept: an answer that cannot be understood is refused, not swallowed."""

from __future__ import annotations

from relvar.errors import BriefError
from relvar.model.brief import Brief
from relvar.model.conceptual import Form, Question
from relvar.read.enrich import notation
from relvar.read.scale import read_scale

EXAMPLES: dict[Form, str] = {
    "yes or no": "yes",
    "states": "drawn, cast, tuned; drawn to cancelled",
    "numbers": "5000 customers, 200 orders a day",
}
FOR_NUMBERS = "How many"  # how every question of the form "numbers" begins


def understood(question: Question, answer: str) -> None:
    """Raises BriefError where the answer is none to this question."""
    if not question.form:
        raise BriefError(what=f"only the brief can answer “{question.text}”", remedy="write it there, or edit model.yaml")
    good = {
        "yes or no": answer.strip().lower().split(",")[0].split(":")[0] in ("y", "n", "yes", "no"),
        "states": bool(notation.transitions(notation.chain(answer))),
        "numbers": bool((scale := read_scale(answer, "")).counts or scale.rates),
    }
    if not good[question.form]:
        raise BriefError(
            what=f"“{answer}” does not answer “{question.text}”", remedy=f"answer with {question.form}, for example: {EXAMPLES[question.form]}"
        )


def numbers(brief: Brief) -> list[str]:
    """The answers to questions for numbers: they are read as the scale is."""
    return [answer for question, answer in brief.answers.items() if question.startswith(FOR_NUMBERS)]
