"""Indirect questions as what is recorded ("which bus ran on which line", "how many grams were taken"); what a clause says that a role is."""

from __future__ import annotations

from relvar.read.text.claims import Exists, Relates
from relvar.read.text.describing import Describing
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, words_of
from relvar.read.text.nominal import happening
from relvar.read.text.owning import FAIR
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed, singular

# measures: "how many grams" asks for the grams themselves, "how many guests" for a number
UNITS = {"gram", "kilo", "kilogram", "tonne", "ton", "litre", "liter", "millilitre", "metre", "meter", "centimetre", "kilometre", "mile", "hour",
         "minute", "second", "day", "week", "euro", "dollar", "pound", "degree", "percent", "point"}  # fmt: skip
MANY_ASKED = {"many", "much"}
LASTING = {"long": "duration", "far": "distance", "high": "height", "deep": "depth", "heavy": "weight", "old": "age"}
PEOPLE_OF_CLAUSE = {"who", "whom"}


class Indirect(Describing):
    """Rewrites such clauses to plain pieces before the sentence is read, or tells what they say."""

    def _how_much(self) -> None:
        """ "how many grams were taken is noted", "we note how long it took": a noun of the list that is recorded."""
        at = 0
        while at < len(self.pieces):
            if self._is(at, "how") and (asked := self._measure(at)) is not None:
                noun, behind = asked
                verb = self._piece(behind)
                if isinstance(verb, Verb) and not (verb.passive and verb.base in listed("record")):
                    behind += 1
                self.pieces[at:behind] = [Group([noun], noun.start, noun.end)]
                self._join_groups(at)
            at += 1

    def _measure(self, at: int) -> tuple[Noun, int] | None:
        """What "how" asks for, and the place behind the question's words up to its verb."""
        group, mark = self._piece(at + 1), self._piece(at + 1)
        how = self.pieces[at]
        if isinstance(group, Group) and group.nouns[0].bounds.stated:
            noun = group.nouns[0]
            words = noun.words if singular(noun.head) in UNITS else ("number", "of", *noun.words)
            return Noun(words, how.start, noun.end, Bounds()), at + 2
        if isinstance(mark, Mark) and mark.text in LASTING:
            behind = at + 2
            while isinstance(self._piece(behind), Group) or self._piece_tag(behind) == "PRON":
                behind += 1
            return Noun((LASTING[mark.text],), how.start, mark.end, Bounds()), behind
        return None

    def _join_groups(self, at: int) -> None:
        """The nouns of a list around the question are one list again."""
        group, back = self.pieces[at], at - 1
        while self._piece_tag(back) in ("COMMA", "CONJ"):
            back -= 1
        before = self._piece(back)
        if isinstance(group, Group) and isinstance(before, Group) and back < at - 1:
            before.nouns.extend(group.nouns)
            before.end = group.end
            self.pieces[back + 1 : at + 1] = []

    def _which(self) -> bool:
        """ "which operator worked on which night is recorded": an occurrence that points at each, with when and how long."""
        kept = any(isinstance(p, Verb) and (p.base in listed("record") or p.then == "down") for p in self.pieces)
        asked = [i for i in range(len(self.pieces)) if self._is(i, "which", "what") and self._is_asked(i)]
        verb = next((p for p in self.pieces[asked[0] :] if isinstance(p, Verb) and not self._keeps_it(p)), None) if asked else None
        if not kept or verb is None or not any(self._is(i, "which") for i in asked):
            return False
        nouns = [n for i in asked if (group := self._group_at(i + 1)) is not None for n in group.nouns[:1]]
        facts = [n for n in nouns if is_attribute_head(n.head) or singular(n.head) in UNITS]
        ends = [n for n in nouns if n not in facts] + self._doers(verb)
        if any(self._is(i, "when") for i in range(len(self.pieces))):
            facts.append(Noun(("date",), verb.start, verb.end, Bounds()))
        facts += [n for p in self.pieces if isinstance(p, Group) for n in p.nouns if n.words[0] in LASTING.values()]
        self._tell_which(verb, ends, facts)
        return True

    def _is_asked(self, at: int) -> bool:
        group = self._piece(at + 1)
        return isinstance(group, Group) and not (group.nouns[0].bounds.article or group.nouns[0].bounds.stated or group.nouns[0].bounds.each)

    def _keeps_it(self, verb: Verb) -> bool:
        return verb.base in listed("record") | listed("manage") and (verb.passive or verb.form in ("finite", "to"))

    def _doers(self, verb: Verb) -> list[Noun]:
        """ "..., by whom": those of whom the text has said before that they do it."""
        if not any(self._is(i, "whom", "who") for i in range(len(self.pieces))):
            return []
        told = [r.subject for r in self.claims.relates if r.verb == verb.base and r.passive and not r.preposition]
        return told[-1:]

    def _tell_which(self, verb: Verb, ends: list[Noun], facts: list[Noun]) -> None:
        self.claims.exists.extend(Exists(n, FAIR, "which") for n in ends)
        if len(ends) == 2 and not facts:
            first, second = ends
            several = Noun(words_of(second), second.start, second.end, Bounds(0, None, True))
            many = Noun(words_of(first), first.start, first.end, Bounds(0, None, True))
            self.claims.relates.append(Relates(many, verb.base, "", several, first.start, second.end))
            return
        event = Noun((happening(verb.base),), verb.start, verb.end, Bounds())
        self._tell_pair(event, ends, Group(facts, verb.start, verb.end))

    def _roles(self) -> None:
        """ "a leader and a cook, both of whom are guides": a leading guide and a cooking guide, references to two guides."""
        for at in range(len(self.pieces) - 2):
            if not self._is(at, *PEOPLE_OF_CLAUSE):
                continue
            verb, target, here = self._piece(at + 1), self._piece(at + 2), at - 1
            while here > 0 and isinstance(self.pieces[here], Mark):
                here -= 1
            group = self._piece(here)
            if isinstance(verb, Verb) and verb.base == "be" and isinstance(target, Group) and isinstance(group, Group):
                self._name_roles(group, target.nouns[0])
                self.pieces[here + 1 : at + 3] = []
                return

    def _name_roles(self, group: Group, target: Noun) -> None:
        for noun in group.nouns if target.plural else group.nouns[-1:]:
            single = not noun.plural and (noun.bounds.article == "a" or noun.bounds.stated)
            if single and not is_attribute_head(noun.head) and not target.bounds.stated:
                noun.words = (*noun.words, target.key[-1])
