"""The words of a text as evidence for a domain: where a phrase stands, and whether another noun makes it something else there.

A court order is no order of a shop, a hotel school is no hotel, a seed library lends no books. In a compound the last noun says what a
thing is and those before it of which kind (Huddleston and Pullum, The Cambridge Grammar of the English Language, 2002, ch. 19.4), so
a word means itself where its compound holds nothing but words of its own domain and words that belong to none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from relvar.read.enrich.pack import WORD, split
from relvar.read.text.tagger import tag
from relvar.read.text.tokens import Token, lines, sentences
from relvar.read.text.words import is_plural, listed, singular

SAMPLE = 60_000  # characters that are asked for a domain: about twenty pages, by which a brief has said what it is about
LAST = 4  # texts whose words are kept: a brief is asked for each pack, one after the other
# nouns that make no other domain of what they stand beside: the software, its owner, what is known or done of a thing, and by whom
BEFORE = ("owner_of_software", "organized", "abstract")
BEHIND = ("container", "wrapper", "abstract", "attribute_head", "party", "event")
# turns of phrase whose nouns name nothing
IDIOMS = ("in order", "of course", "on account of", "such as", "would like", "ad hoc", "by hand", "take part", "takes part", "in case")


class Word(NamedTuple):
    """One word in lower case and in the singular. `behind`: what parts it from the word before, "" nothing, "'" a possessive, "," a sign."""

    low: str
    base: str
    noun: bool
    capital: bool
    behind: str


class Text:
    """The words of a text, with an index of where each stands."""

    def __init__(self, text: str) -> None:
        self.words = list(_words(text[:SAMPLE]))
        self.at: dict[str, list[int]] = {}
        for n, word in enumerate(self.words):
            for form in {word.low, word.base}:
                self.at.setdefault(form, []).append(n)
        small = {word.base for word in self.words if not word.capital}
        self.names = {n for n, word in enumerate(self.words) if word.capital and word.base not in small}
        self.idle = {n for idiom in IDIOMS for start in self.places(idiom) for n in range(start, start + len(idiom.split()))}

    def places(self, phrase: str) -> Iterator[int]:
        """Where a phrase begins, its last word in the singular or the plural."""
        wanted = split(phrase)
        return (start for start in self.at.get(wanted[0], ()) if self._stands(start, wanted))

    def _stands(self, start: int, wanted: tuple[str, ...]) -> bool:
        found = self.words[start : start + len(wanted)]
        if len(found) < len(wanted) or any(word.behind == "," for word in found[1:]):
            return False
        whole = all(word.low == asked for word, asked in zip(found[:-1], wanted[:-1], strict=True))
        return whole and wanted[-1] in (found[-1].low, found[-1].base)

    def made_other(self, start: int, length: int, own: frozenset[str], *, before: bool, behind: tuple[str, ...] = BEHIND) -> str:
        """The compound that makes a phrase another thing, or "". `before`: a noun before it does so as well as one behind."""
        end = start + length
        if any(n in self.idle for n in range(start, end)):
            return self.said(start, end)
        if before and start and self.words[start].noun and not self.words[start].behind and self.is_foreign(start - 1, own, BEFORE):
            return self.said(start - 1, end)
        if not self.words[end - 1].noun:  # what stands behind a verb is its object
            return ""
        joined = ("",) if "party" in behind else ("", "'")  # a hospital's laundry is no hospital; a customer's dog has a customer
        if end < len(self.words) and self.words[end].behind in joined and self.is_foreign(end, own, behind) and not self._doing(end):
            return self.said(start, end + 1)
        return self.said(start, end + 2) if before and self._of_a_kind(end, own) else ""

    def speaks_of(self, phrase: str, own: frozenset[str], taken: set[str]) -> bool:
        """Whether a phrase somewhere means itself, and does not only say what becomes of a thing that is known: planting activities."""
        length = len(split(phrase))
        for at in self.places(phrase):
            before = self.words[at - 1] if at and self.words[at].noun and not self.words[at].behind else None
            known = before is not None and {before.low, before.base} & taken
            if not known and not self.made_other(at, length, own, before=True):
                return True
        return False

    def start_of(self, at: int) -> int:
        """Where the compound begins that a word stands in, with whose it is: "a children's library"."""
        while at and self.words[at].behind in ("", "'") and self.words[at - 1].noun:
            at -= 1
        return at

    def things(self, own: frozenset[str], neutral: tuple[str, ...]) -> list[int]:
        """Where compounds begin that are of no word of the domain."""
        found = dict.fromkeys(n for n in range(len(self.words)) if self.is_foreign(n, own, neutral))
        return [n for n in found if n - 1 not in found or self.words[n].behind]

    def _doing(self, at: int) -> bool:
        """ "Cinema ticketing" is what a cinema does."""
        return self.words[at].low.endswith("ing") and self.words[at].low not in listed("not_nominal")

    def is_foreign(self, at: int, own: frozenset[str], neutral: tuple[str, ...]) -> bool:
        """Whether a noun stands there that is no word of the domain, no name, and none of those that any domain has."""
        word = self.words[at]
        return word.noun and at not in self.names and word.low not in own and word.base not in own and word.base not in listed(*neutral)

    def _of_a_kind(self, at: int, own: frozenset[str]) -> bool:
        """ "A library of seeds", and not "the library of Ghent" or "of the town"."""
        if at + 1 >= len(self.words) or self.words[at].low != "of" or self.words[at].behind:
            return False
        return self.is_foreign(at + 1, own, BEFORE) and is_plural(self.words[at + 1].low)

    def said(self, start: int, end: int) -> str:
        """The words from one place up to another."""
        return " ".join(word.low for word in self.words[start:end])


@lru_cache(maxsize=LAST)
def words_of(text: str) -> Text:
    """The words of a text, tagged once."""
    return Text(text)


def _words(text: str) -> Iterator[Word]:
    for line in lines(text):
        for sentence in sentences(text, line):
            behind = ","
            for token in tag(sentence):
                pieces = WORD.findall(token.low) if token.kind in ("word", "number") else []
                for n, piece in enumerate(pieces):
                    yield Word(piece, singular(piece), token.tag == "NOUN", _capital(token, sentence), "" if n else behind)
                behind = _parts(token, behind)


def _parts(token: Token, before: str) -> str:
    """What a token puts between the words beside it."""
    if token.kind == "quote":
        return before
    if token.kind in ("word", "number") or token.text == "&":
        return ""
    return "'" if token.kind == "possessive" else ","


def _capital(token: Token, sentence: list[Token]) -> bool:
    """A capital within a sentence that is not written so throughout: perhaps a name, which says whose a thing is and not of which kind."""
    return token is not sentence[0] and token.text[:1].isupper() and any(t.text[:1].islower() for t in sentence)
