"""How ids read in sentences, and sources that are rules."""

from __future__ import annotations

from relvar.model.brief import Source

SPOKEN_AS_CONSONANT = ("use", "uni", "euro", "one_", "usu")


def said(name: str) -> str:
    """An id as people say it: "order line"."""
    return name.replace("_", " ")


def a(name: str) -> str:
    """With its article: "an order", but "a user", for what counts is the sound."""
    article = "an" if name[0] in "aeiou" and not name.startswith(SPOKEN_AS_CONSONANT) else "a"
    return f"{article} {said(name)}"


def inferred(words: str, confidence: float = 0.6) -> Source:
    """A source that names the rule which inferred something."""
    return Source(kind="rule", words=words, confidence=confidence)
