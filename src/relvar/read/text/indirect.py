"""Indirect questions as what is recorded ("which bus ran on which line", "how many grams were taken"); what a clause says that a role is."""

from __future__ import annotations

from relvar.read.text.claims import Exists, Relates
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, words_of
from relvar.read.text.nominal import happening, happens, is_named, named_after
from relvar.read.text.owning import FAIR, STRONG
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.questions import LASTING
from relvar.read.text.valued import Valued
from relvar.read.text.words import listed, singular

# measures: "how many grams" asks for the grams themselves, "how many guests" for a number
UNITS = {"gram", "kilo", "kilogram", "tonne", "ton", "litre", "liter", "millilitre", "metre", "meter", "centimetre", "kilometre", "mile", "hour",
         "minute", "second", "day", "week", "euro", "dollar", "pound", "degree", "percent", "point"}  # fmt: skip
EMPTY = {"be", "want", "need", "come", "have", "do"}  # they say nothing of what happens
WISHED = {"see", "know", "tell", "show", "find"}  # "users want to see which visitor borrowed which telescope"
BACK = 500  # claims: who is meant was spoken of lately, and a text of a megabyte is read in linear time
PEOPLE_OF_CLAUSE = frozenset(["who", "whom"])
OF_CLAUSES = PEOPLE_OF_CLAUSE | {"which", "that"}
APART = frozenset(["COLON", "DASH", "COMMA"])


def _called(verb: Verb, facts: list[Noun]) -> tuple[str, ...]:
    """What a doing is called: by its facts ("the installation date"), or by the word that English has for it; () where it has none."""
    first = {noun.words[0] for noun in facts if len(noun.words) > 1}
    called = next((word for word in named_after(verb.base) if word in first), "")
    known = is_named(verb.base) or happening(verb.base) in listed("event", "both")
    return (called,) if called else (happening(verb.base),) if known else ()


class Indirect(Valued):
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
            if singular(noun.head) in UNITS:
                return Noun(noun.words, how.start, noun.end, Bounds()), at + 2
            of = Noun(noun.words, noun.start, noun.end, Bounds())
            return Noun(("number",), how.start, noun.end, Bounds(), of=of), at + 2
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
        asked = [i for i in range(len(self.pieces)) if self._is(i, "which", "what") and self._is_asked(i)]
        kept = any(isinstance(p, Verb) and (p.base in listed("record") | WISHED or p.then == "down") for p in self.pieces)
        if not kept or not any(self._is(i, "which") for i in asked):
            return False
        verb = next((p for p in self.pieces[asked[0] :] if isinstance(p, Verb) and not self._keeps_it(p) and p.base not in EMPTY), None)
        event = self._occasion(asked[0])
        if verb is None and event is None:
            return False
        nouns = [n for i in asked if (group := self._group_at(i + 1)) is not None for n in (group.nouns if i == asked[-1] else group.nouns[:1])]
        facts = [n for n in nouns if is_attribute_head(n.head) or singular(n.head) in UNITS]
        ends = [n for n in nouns if n not in facts] + self._doers(asked[0])
        if len(ends) == 1 and verb is not None and verb.passive:  # "in which slot a container is stacked"
            ends += [p.nouns[0] for p in self.pieces[asked[0] + 2 : asked[0] + 3] if isinstance(p, Group) and p.nouns[0].bounds.article == "a"]
        facts += self._further(asked)
        if event is None and self.each is not None:
            ends.append(self.each)
        if event is None and verb is not None and len(ends) == 2 and not facts and not is_named(verb.base):
            self._tell_many(verb, *ends)
        elif event is not None or len(ends) > 1:
            doing = _called(verb, facts) if verb is not None else ()
            if not doing and len(ends) == 2:
                doing = (*words_of(ends[0]), *words_of(ends[1]))  # "which vulnerability affects which product": no word for it
            elif not doing and verb is not None:
                doing = (happening(verb.base),)
            words = words_of(event) if event is not None else doing
            self.claims.exists.extend(Exists(n, FAIR, "which") for n in ends)
            self._tell_pair(Noun(words, self.pieces[asked[0]].start, self.pieces[-1].end, Bounds()), ends, Group(facts, 0, 0))
        else:
            return False
        return True

    def _occasion(self, before: int) -> Noun | None:
        """ "for each trip it is recorded which ...", "when a guest makes an appointment, ...": what the answers are kept of."""
        if self.each is not None and happens(self.each.key[-1]):
            return self.each
        nouns = (n for p in self.pieces[:before] if isinstance(p, Group) for n in p.nouns)
        return next((n for n in nouns if happens(n.key[-1]) and (n.bounds.article == "a" or n.bounds.each)), None)

    def _further(self, asked: list[int]) -> list[Noun]:
        """What else is noted there: "when", how long, and attributes in so many words."""
        facts: list[Noun] = []
        for at, piece in enumerate(self.pieces):
            if self._is(at, "when") and at > asked[0]:
                facts.append(Noun(("date",), piece.start, piece.end, Bounds()))
            if isinstance(piece, Group) and at > asked[0] and at - 1 not in asked:
                facts += [n for n in piece.nouns if is_attribute_head(n.head) or n.words[0] in LASTING.values()]
        return facts

    def _is_asked(self, at: int) -> bool:
        group = self._piece(at + 1)
        return isinstance(group, Group) and not (group.nouns[0].bounds.article or group.nouns[0].bounds.stated or group.nouns[0].bounds.each)

    def _keeps_it(self, verb: Verb) -> bool:
        return verb.base in listed("record", "manage") and (verb.passive or verb.form in ("finite", "to"))

    def _doers(self, after: int) -> list[Noun]:
        """ "..., by whom", "who drove it": those of whom the text has said that they do it, or who are called after it."""
        who = next((i for i in range(after, len(self.pieces)) if self._is(i, "whom", "who")), -1)
        verb = next((p for p in self.pieces[who if self._is(who, "who") else after :] if isinstance(p, Verb)), None) if who >= 0 else None
        if verb is None:
            return []
        told = [r.subject for r in self.claims.relates[-BACK:] if r.verb == verb.base and r.passive and not r.preposition]
        called = {verb.base + "er", verb.base + "r", verb.base + "or"}
        return told[-1:] or [n for n in self.claims.nouns[-BACK:] if n.key[-1] in called][:1]

    def _tell_many(self, verb: Verb, first: Noun, second: Noun) -> None:
        """Nothing but who with what: many of both."""
        self.claims.exists.extend(Exists(n, FAIR, "which") for n in (first, second))
        one, other = (Noun(words_of(n), n.start, n.end, Bounds(0, None, True)) for n in (first, second))
        self.claims.relates.append(Relates(one, verb.base, "", other, first.start, second.end))

    def _roles(self) -> None:
        """ "a leader and a cook, both of whom are guides": a leading guide and a cooking guide, references to two guides."""
        for at in range(len(self.pieces) - 2):
            if not (self._is(at, *PEOPLE_OF_CLAUSE) or self._says_what_they_are(at)):
                continue
            verb, target, here = self._piece(at + 1), self._piece(at + 2), at - 1
            while here > 0 and isinstance(self.pieces[here], Mark):
                here -= 1
            group = self._piece(here)
            if isinstance(verb, Verb) and verb.base == "be" and isinstance(target, Group) and isinstance(group, Group):
                self._name_roles(group, target.nouns[0])
                self.pieces[here + 1 : at + 3] = []
                return

    def _says_what_they_are(self, at: int) -> bool:
        """ "both of which are clients", "a predecessor, which is another order": of things as "who" of people."""
        target = self._group_at(at + 2)
        both = self._is(at - 1, "of") and self._is(at - 2, "both", "each", "all")
        again = target is not None and target.nouns[0].bounds.article == "another"
        return self._is(at, "which", "that") and (both or again)

    def _from_to(self) -> None:
        """ "from an origin station to a destination station": two stations, though none is named alone."""
        for at in range(1, len(self.pieces) - 2):
            one, other = self._piece(at), self._piece(at + 2)
            if not (self._is(at - 1, "from") and self._is(at + 1, "to") and isinstance(one, Group) and isinstance(other, Group)):
                continue
            first, second = one.nouns[0], other.nouns[0]
            alike = first.key[1:] == second.key[1:] and first.words[0] != second.words[0] and len(first.words) > 1
            if alike and not is_attribute_head(first.head) and first.bounds.article == second.bounds.article == "a":
                bare = Noun(first.key[1:], first.start, first.end, Bounds())
                self.claims.nouns.append(bare)
                self.claims.exists.append(Exists(bare, STRONG, "both ends"))

    def _served_as(self) -> None:
        """ "an order has one client as buyer and one client as seller": a buying and a selling client."""
        for at in range(len(self.pieces) - 3, -1, -1):
            group, role = self._piece(at), self._piece(at + 2)
            if not (isinstance(group, Group) and self._is(at + 1, "as") and isinstance(role, Group)):
                continue
            noun, (name, *rest) = group.nouns[-1], role.nouns
            if noun.bounds.stated and noun.bounds.most == 1 and not name.bounds.article and len(name.words) == 1:
                noun.words = (*name.words, noun.key[-1])
                group.nouns.extend(rest)
                group.end = role.end
                self.pieces[at + 1 : at + 3] = []

    def _counted_roles(self) -> None:
        """ "refers to two clients: the buyer and the seller": one of each role."""
        for at in range(len(self.pieces) - 2, 0, -1):
            if self._piece_tag(at + 1) not in APART:
                continue
            group, roles = self._piece(at), self._piece(at + 2)
            if not isinstance(group, Group) or not isinstance(roles, Group):
                continue
            noun = group.nouns[-1]
            so_many = noun.bounds.most == len(roles.nouns) if noun.bounds.stated else noun.plural and not noun.bounds.article
            if len(roles.nouns) > 1 and so_many and all(n.bounds.article == "the" and not is_attribute_head(n.head) for n in roles.nouns):
                named = [Noun((*n.words, noun.key[-1]), n.start, n.end, Bounds(1, 1, True)) for n in roles.nouns]
                self.pieces[at : at + 3] = [Group(named, group.start, roles.end, roles.joiner)]

    def _name_roles(self, group: Group, target: Noun) -> None:
        for noun in group.nouns if target.plural else group.nouns[-1:]:
            single = not noun.plural and (noun.bounds.article == "a" or noun.bounds.stated)
            if single and noun.key[-1] not in listed("sure_attribute") and not target.bounds.stated:
                noun.words = (*noun.words, target.key[-1])
