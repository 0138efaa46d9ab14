"""What is told again and again: "each sensor reports temperature and humidity every minute" keeps a reading each time."""

from __future__ import annotations

from relvar.read.lexicon import semantic_type
from relvar.read.text.claims import Exists, Has
from relvar.read.text.listing import many_facts
from relvar.read.text.lists import Group
from relvar.read.text.naming import identifier, is_attribute_head, words_of
from relvar.read.text.owning import STRONG
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.there import There
from relvar.read.text.words import listed, noun_class

SENDING = {"send", "report", "transmit", "emit", "upload", "deliver", "publish", "measure", "log", "record", "sample", "broadcast", "note"}
WHATEVER = {"data", "measurement", "reading", "value", "telemetry", "message", "signal", "record"}
TAKING = {"collect", "take", "read", "capture", "gather", "store", "save", "register", "track", "monitor"}
UNITS = {"second", "minute", "hour", "day", "night", "week", "fortnight", "month", "shift", "quarter", "millisecond"}
OFTEN = {"once", "twice", "every", "each", "per"}


def opening_pace(parts: list[Part]) -> tuple[Noun | None, list[Part]]:
    """ "every ten minutes the speed is read": how often, and the clause without it."""
    first = parts[0] if parts else None
    if not isinstance(first, Noun) or not first.bounds.each or first.key[-1] not in UNITS or first.of is not None:
        return None, parts
    rest = parts[1:]
    if rest and isinstance(rest[0], Mark) and rest[0].tag == "COMMA":
        rest = rest[1:]
    return (first, rest) if rest and isinstance(rest[0], Noun) else (None, parts)


class Sent(There):
    """Readings that something or somebody takes at a stated pace."""

    def _sent(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """Whether the clause says what is told at which pace; then each time is a reading of its own."""
        what = self._group_at(at + 1) if verb.base in SENDING and not verb.passive and not verb.negated else None
        if what is None or not (self.pace or self._paced(at)):
            return False
        facts = self._listed_behind(at) if len(what.nouns) == 1 else what
        of = self._sender(at, subjects)
        if facts is None or (facts is what and not all(_is_measured(n) for n in facts.nouns)):
            return False
        if of is None and what is facts:
            return False
        named = of if of is not None and (what is facts or what.nouns[0].key[-1] in WHATEVER) else what.nouns[0]
        self._tell_reading((*words_of(named)[-1:], "reading"), of, facts, verb)
        return True

    def _tell_reading(self, called: tuple[str, ...], of: Noun | None, facts: Group, verb: Verb) -> None:
        """The reading, as something that has the facts and is of its thing."""
        reading = Noun(called, min(verb.start, facts.start), max(verb.end, facts.end), Bounds())
        self._list(reading, facts, "record", "")
        self.claims.measured.extend(facts.nouns)
        self.claims.exists.append(Exists(reading, STRONG, "sent"))
        if of is not None:
            self.claims.has.append(Has(of, reading, reading.start, reading.end, flags=frozenset({"events"})))
            self.claims.exists.append(Exists(of, STRONG, "sends"))

    def _read_off(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """ "every ten minutes the speed and load of each turbine are collected": each time is a reading of the turbine."""
        taken = verb.passive and not verb.negated and (verb.base in SENDING or verb.base in TAKING)
        if not taken or not subjects or not (self.pace or self._paced(at)):
            return False
        of, facts = self._read_of(at, subjects)
        if of is None or self._is_system([of]) or not facts or not all(_is_measured(n) for n in facts):
            return False
        for noun in facts:
            noun.of = None
        called = (*words_of(of)[-1:], "reading")
        behind = next((g for here in range(at + 1, len(self.pieces)) if self._is(here, "with") and (g := self._group_at(here + 1))), None)
        if len(facts) == 1 and behind is not None and many_facts(behind):
            called, facts = facts[0].words, behind.nouns  # "the net value of each fund is published daily with the unit value and the total"
        self._tell_reading(called, of, Group(facts, facts[0].start, facts[-1].end), verb)
        return True

    def _read_of(self, at: int, subjects: list[Noun]) -> tuple[Noun | None, list[Noun]]:
        """What the facts are of, and the facts: "of each turbine", "the data of a turbine, i.e. ...", "in every room"."""
        if subjects[-1].of is not None:
            return subjects[-1].of, subjects
        if len(subjects) > 1 and not _is_measured(subjects[0]):
            return subjects[0], subjects[1:]
        places = (self._group_at(here + 1) for here in range(at + 1, len(self.pieces)) if self._is(here, "in", "at", "on", "for", "of"))
        named = (g.nouns[0] for g in places if g is not None and (g.nouns[0].bounds.each or g.nouns[0].bounds.article == "a"))
        return next((n for n in named if n.key[-1] not in UNITS), None), subjects

    def _paced(self, at: int) -> bool:
        """ "every 5 seconds", "once an hour": how often, behind the verb."""
        for here in range(at + 1, len(self.pieces)):
            piece, before = self.pieces[here], self._piece(here - 1)
            if isinstance(piece, Group):
                unit = piece.nouns[-1]
                often = unit.bounds.each or (isinstance(before, Mark) and before.text in OFTEN)
                if unit.key[-1] in UNITS and often:
                    return True
            elif isinstance(piece, Mark) and piece.text in UNITS and self._is(here - 1, *OFTEN):
                return True  # "every second", of which the second may be an adjective
            elif isinstance(piece, Mark) and piece.tag == "STOP":
                return False
        return False

    def _listed_behind(self, at: int) -> Group | None:
        """The list behind the colon: "send data every second: wind speed, power"."""
        colon = next((i for i in range(at + 1, len(self.pieces)) if self._piece_tag(i) in ("COLON", "DASH")), 0)
        group = self._group_at(colon + 1) if colon else None
        if group is None:
            return None
        later = [p for p in self.pieces[colon + 2 :] if isinstance(p, Group) and not any(n.bounds.each for n in p.nouns)]
        nouns = [n for g in (group, *later) for n in g.nouns if _is_measured(n)]
        return Group(nouns, group.start, nouns[-1].end) if nouns else None

    def _sender(self, at: int, subjects: list[Noun]) -> Noun | None:
        """Whose reading it is: the subject, or who has the device that "that" means; None where somebody writes it down."""
        if self._piece_tag(at - 1) == "REL" and self.last is not None:
            subjects = [self.last]
        noun = subjects[-1] if subjects else None
        return None if noun is None or noun.key[-1] in listed("party") or self._is_system([noun]) else noun


def _is_measured(noun: Noun) -> bool:
    known = semantic_type(identifier(noun.key), " ".join(noun.key)).name != "short_text"
    return known or is_attribute_head(noun.head) or noun_class(noun.key[-1]) in ("attribute", "phenomenon", "quantity", "state", "location")
