"""What is of several kinds: "a vehicle is either a car or a truck", "two kinds of members: ...", "a savings account is an account".

Whether a kind is a thing of its own or no more than a word of a list is decided once all is read (`specialised`).
"""

from __future__ import annotations

from relvar.read.text.claims import Relates, Specialises
from relvar.read.text.kinds import is_agent
from relvar.read.text.lists import Group, Piece
from relvar.read.text.naming import is_attribute_head, words_of
from relvar.read.text.phrases import KINDS, Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.sent import Sent

POSSIBLE = ("can", "could", "may", "might")  # "a vehicle may be a car": others are neither
SORTING = ("classify", "categorise", "categorize", "subdivide")  # "members are classified as"; a book is divided into its parts


PARTS = frozenset([("part",), ("component",), ("element",), ("subset",), ("member",)])


class Specialising(Sent):
    """Constructions that name the kinds of something."""

    def _is_of_kinds(self, at: int, subject: Noun, group: Group) -> bool:
        """ "customers are either shops or restaurants", "a person is a student, a teacher or both"."""
        verb, both = self._piece(at), self._both_behind(at)
        named = all(n.bounds.article == "a" for n in group.nouns)
        possible = isinstance(verb, Verb) and verb.modal in POSSIBLE
        joined = group.joiner == "or" or both or (group.joiner == "and" and possible and named)  # "can be both a student and a teacher"
        if len(group.nouns) < 2 or not joined or any(_is_fact(n, subject) for n in group.nouns):
            return False
        overlapping = both or group.joiner == "and"
        self._specialises(subject, group.nouns, not overlapping, self._each_is_one(verb, subject, overlapping))
        return True

    def _each_is_one(self, verb: Piece | None, subject: Noun, overlapping: bool) -> bool | None:
        """ "is" says what all are, "may be" what some are, "can be" either."""
        if subject.bounds.stated and subject.bounds.most is None:
            return False  # "some members are ..."
        if not isinstance(verb, Verb) or verb.modal not in POSSIBLE:
            return True
        return False if verb.modal in ("may", "might") or overlapping else None

    def _both_behind(self, at: int) -> bool:
        """ "or both" behind the list, and not "but never both"."""
        marks = [p.text for p in self.pieces[at + 2 : at + 6] if isinstance(p, Mark)]
        return "both" in marks and "or" in marks[: marks.index("both")] and not {"not", "never"} & set(marks)

    def _is_of_so_many_kinds(self, at: int, subject: Noun) -> bool:
        """ "members are of two kinds: students and professors"."""
        sorts, kinds = self._group_at(at + 2), self._group_at(at + 4)
        said = self._is(at + 1, "of") and sorts is not None and sorts.nouns[0].key[-1] in KINDS and self._piece_tag(at + 3) == "COLON"
        if not said or kinds is None or self._is_system([subject]):
            return False
        return self._counted_off(subject, kinds.nouns)

    def _sorted(self, at: int, group: Group) -> bool:
        """ "there are two kinds of members: students and professors", "two types of accounts, namely savings accounts and ..."."""
        if not group.nouns[-1].sorts:
            return group.nouns[0].sorts and self._counted_off(group.nouns[0], group.nouns[1:])
        kinds = self._group_at(at + 2) if self._piece_tag(at + 1) in ("COLON", "DASH") or self._is(at + 1, ",") else None
        return kinds is not None and self._counted_off(group.nouns[-1], kinds.nouns)

    def _names_kinds(self, colon: int) -> bool:
        """Whether what stands behind the colon are the kinds of what stands before it."""
        left = self._piece(colon - 1)
        return isinstance(left, Group) and (left.nouns[-1].sorts or (left.nouns[-1].key[-1] in KINDS and self._is(colon - 2, "of")))

    def _counted_off(self, general: Noun, kinds: list[Noun], *, exclusive: bool | None = None) -> bool:
        if len(kinds) < 2 or any(_is_fact(n, general) for n in kinds) or is_attribute_head(general.head):
            return False
        self._specialises(general, kinds, exclusive, True)
        return True

    def _classified(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """ "vehicles are classified as cars or trucks"."""
        group = self._group_at(at + 2) if verb.base in SORTING and verb.passive and self._is(at + 1, "as", "into", "in") else None
        if group is None or not subjects or self._is_system(subjects):
            return False
        return self._counted_off(subjects[-1], group.nouns, exclusive=True)

    def _is_part_of(self, subject: Noun, noun: Noun) -> bool:
        """ "a chapter is part of a book", "each player is a member of one team": it belongs to it."""
        whole = noun.of
        if noun.key not in PARTS or whole is None or is_attribute_head(whole.head) or self._is_system([subject]) or self._is_system([whole]):
            return False
        one = whole.bounds.article == "a" or whole.bounds.most == 1
        bounds = whole.bounds if whole.bounds.stated or not one else Bounds(1, 1, True)
        end = Noun(words_of(whole), whole.start, whole.end, bounds)
        self.claims.relates.append(Relates(subject, "belong", "to", end, subject.start, whole.end, alone=True))
        return True

    def _is_a(self, at: int, subject: Noun, group: Group) -> None:
        """ "a savings account is an account", "managers are employees", "some members are professors"."""
        verb, noun = self._piece(at), group.nouns[0]
        if _is_fact(noun, subject) or (isinstance(verb, Verb) and (verb.negated or verb.modal or verb.base != "be")) or self._is_system([subject]):
            return
        bare = not (noun.bounds.article or noun.bounds.stated or noun.bounds.each)
        if subject.plural and noun.plural and bare and subject.bounds.stated and subject.bounds.most is None:
            self._specialises(subject, [noun], None, False, listed=False)
        elif ((noun.bounds.article == "a" or (bare and not noun.plural)) and (subject.bounds.article in ("a", "") or subject.bounds.each)) or (
            subject.plural and noun.plural and bare and not (subject.bounds.article or subject.bounds.stated)
        ):
            self.claims.specialises.append(Specialises(noun, (subject,), None, None, subject.start, noun.end))
            if self._is(at + 2, "with") or self._piece_tag(at + 2) == "REL":
                group.nouns[:] = [subject]  # "a savings account is an account with an interest rate": the savings account's

    def _specialises(self, general: Noun, kinds: list[Noun], exclusive: bool | None, total: bool | None, *, listed: bool = True) -> None:
        """Told as it is, and, where none is of two kinds, as a type with these values."""
        start, end = min(general.start, kinds[0].start), max(general.end, kinds[-1].end)
        self.claims.specialises.append(Specialises(general, tuple(kinds), exclusive, total, start, end))
        if exclusive is not False and listed:
            alike = Noun(words_of(general), general.start, general.end, Bounds())
            alike.inside = [Noun(words_of(n), n.start, n.end, Bounds()) for n in kinds]
            self._kinds(alike)


def _is_fact(noun: Noun, general: Noun) -> bool:
    """Whether the name is that of a fact and not of a kind: a person's is none, nor a name made of the general one (card payment)."""
    named = len(noun.words) > 1 and noun.key[-1] == general.key[-1]
    return is_attribute_head(noun.head) and not (named or is_agent(noun.key[-1]))
