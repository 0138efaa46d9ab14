"""Relationships told in the designer's own terms: "a one-to-many relationship between films and songs", "a foreign key to the film table"."""

from __future__ import annotations

from relvar.read.text.claims import Exists, Has, Relates
from relvar.read.text.describing import Describing
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, words_of
from relvar.read.text.owning import FAIR
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed

ONE_TO_MANY, MANY_TO_ONE, MANY_TO_MANY, ONE_TO_ONE = "one-to-many", "many-to-one", "many-to-many", "one-to-one"
DEGREES = {ONE_TO_MANY, MANY_TO_ONE, MANY_TO_MANY, ONE_TO_ONE}
FOREIGN_KEYS = {("foreign", "key"), ("foreign", "key", "reference"), ("foreign", "key", "relationship")}
ANY_TABLE = {("table",), ("entity",), ("record",), ("relation",)}
VICE_VERSA = ("vice", "versa")
REACH = 4  # pieces between a foreign key and what it refers to: "that", "references", "to", "the film table"


class Degrees(Describing):
    """Constructions that name the degree of a relationship, or the foreign key that holds it."""

    def _degrees(self) -> None:
        """Told, and taken out of the sentence, so that no other reader takes the terms for things."""
        for at in range(len(self.pieces) - 1, -1, -1):
            piece = self._piece(at)
            if not isinstance(piece, Group):
                continue
            degree = next((word for word in piece.nouns[0].words if word in DEGREES), "")
            if degree and (span := self._ends_of_degree(at)) is not None:
                start, ends, end = span
                self._of_degree(degree, *ends)
                self.pieces[start:end] = []
            elif piece.nouns[0].key in FOREIGN_KEYS and (held := self._held_by_key(at)) is not None:
                start, holder, target, end = held
                self._belongs(holder, target)
                self.pieces[start:end] = []
            elif piece.nouns[0].key == ("primary", "key") and self._is_of_any(at):
                self.pieces[max(at - 2, 0) :] = []  # "each table has a primary key that identifies each record"
            elif piece.nouns[-1].words == VICE_VERSA:
                self._both_ways(at, piece)

    def _is_of_any(self, at: int) -> bool:
        """Whether the key is of every table whatever."""
        subject = self._piece(at - 2)
        return isinstance(self._piece(at - 1), Verb) and isinstance(subject, Group) and subject.nouns[-1].key in ANY_TABLE

    # --- degrees ---

    def _ends_of_degree(self, at: int) -> tuple[int, tuple[Noun, Noun], int] | None:
        """Where the clause begins, the two that are related, in the order of the degree, and where it ends."""
        behind, before = self._group_at(at + 2), self._piece(at - 2)
        verb = self._piece(at - 1)
        if self._is(at + 1, "between", "among") and behind is not None and len(behind.nouns) == 2:
            start = at - 2 if self._is(at - 2, "there") else at if verb is None or isinstance(verb, Mark) else at - 1
            return max(start, 0), (behind.nouns[0], behind.nouns[1]), at + 3
        if not isinstance(verb, Verb) or not isinstance(before, Group):
            return None
        if verb.base == "be" and len(before.nouns) == 2 and self._is(at - 3, "between", "of"):
            return max(at - 4, 0), (before.nouns[0], before.nouns[1]), at + 1
        if len(before.nouns) == 2:
            return at - 2, (before.nouns[0], before.nouns[1]), at + 1
        if self._is(at + 1, "with", "to") and behind is not None and len(before.nouns) == 1:
            return at - 2, (before.nouns[0], behind.nouns[0]), at + 3
        return None

    def _of_degree(self, degree: str, first: Noun, second: Noun) -> None:
        if degree == MANY_TO_MANY:
            self._of_both([first, second], first.start, second.end)
        elif degree == ONE_TO_ONE:
            self.claims.has.append(Has(first, _one(second), second.start, second.end, flags=frozenset({"own"})))
            self.claims.exists.extend(Exists(noun, FAIR, "tied") for noun in (first, second))
        else:
            one, many = (first, second) if degree == ONE_TO_MANY else (second, first)
            self._belongs(many, one)

    def _belongs(self, part: Noun, whole: Noun) -> None:
        start, end = min(part.start, whole.start), max(part.end, whole.end)
        self.claims.relates.append(Relates(part, "belong", "to", _one(whole), start, end, alone=True))
        self.claims.exists.extend(Exists(noun, FAIR, "tied") for noun in (part, whole))

    # --- foreign keys ---

    def _held_by_key(self, at: int) -> tuple[int, Noun, Noun, int] | None:
        """Where the clause begins, who holds the key, to what it refers, and where the clause ends."""
        verb, subject = self._piece(at - 1), self._piece(at - 2)
        behind = next((i for i in range(at + 1, min(at + 1 + REACH, len(self.pieces))) if isinstance(self.pieces[i], Group)), 0)
        target = self._piece(behind)
        refers = [p for p in self.pieces[at + 1 : behind] if isinstance(p, Verb) or (isinstance(p, Mark) and p.text in ("to", "of"))]
        if not isinstance(verb, Verb) or not isinstance(subject, Group) or not isinstance(target, Group) or not behind or not refers:
            return None
        whole = target.nouns[-1].of or target.nouns[-1]
        if verb.base in listed("contains"):
            return at - 2, subject.nouns[-1], whole, behind + 1
        if verb.base != "be":
            return None
        named = self._piece(at - 4)
        if isinstance(named, Group) and self._is(at - 3, "in", "of", "within"):
            return at - 4, subject.nouns[-1], whole, behind + 1  # "the film ID in the song table is a foreign key to ..."
        holder = subject.nouns[0].of or subject.nouns[0].owner or self.each or self.heading or self.topic
        told = holder is not None and is_attribute_head(subject.nouns[0].head) and words_of(holder) != words_of(whole)
        return (at - 2, holder, whole, behind + 1) if told and holder is not None else None

    # --- vice versa ---

    def _both_ways(self, at: int, group: Group) -> None:
        """ "a film can have several songs and vice versa": many of the one for many of the other."""
        others = [n for n in group.nouns if n.words != VICE_VERSA]
        verb, subject = self._piece(at - 1), self._piece(at - 2)
        preposition = isinstance(verb, Mark) and isinstance(subject, Verb)
        whole = self._piece(at - 3) if preposition else subject
        if len(others) == 1 and isinstance(whole, Group) and (preposition or isinstance(verb, Verb)):
            self._of_both([whole.nouns[-1], others[0]], whole.start, others[0].end)
            self.pieces[at - (3 if preposition else 2) : at + 1] = []
        elif others:
            group.nouns[:] = others
        else:
            self.pieces[at : at + 1] = []


def _one(noun: Noun) -> Noun:
    return Noun(words_of(noun), noun.start, noun.end, Bounds(1, 1, True))
