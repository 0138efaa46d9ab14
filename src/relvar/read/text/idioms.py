"""Set phrases that say how, when or why and name nothing: "in the same way", "for this purpose", "from time to time"."""

from __future__ import annotations

from functools import cache

from relvar.read.text.tokens import Token
from relvar.read.text.words import lexicon


@cache
def _by_last() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Last word -> the phrases that end with it, the longest first."""
    phrases = [tuple(phrase.split("_")) for phrase in lexicon("closed")["idioms"]]
    return {last: tuple(sorted((p for p in phrases if p[-1] == last), key=len, reverse=True)) for last in {p[-1] for p in phrases}}


def without_idioms(sentence: list[Token]) -> list[Token]:
    """The sentence without them, and without the comma behind one that opens it; the sentence itself where it has none."""
    ends = _by_last()
    if ends.keys().isdisjoint([token.low for token in sentence]):
        return sentence
    kept: list[Token] = []
    for token in sentence:
        if not kept and token.text == ",":
            continue
        kept.append(token)
        for phrase in ends.get(token.low, ()):
            if tuple([t.low for t in kept[-len(phrase) :]]) == phrase:
                del kept[-len(phrase) :]
                break
    return kept or sentence
