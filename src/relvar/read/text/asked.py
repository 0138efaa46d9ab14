"""Questions that stand in a list of facts: "its price, when it was bought, where it stands and who is in charge" asks for four facts."""

from __future__ import annotations

from dataclasses import replace

from relvar.read.text.indirect import Indirect
from relvar.read.text.lists import Group, Piece, grouped
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.nominal import happening, named_after
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed, noun_class, verb_form

# "when the purchase was made", "when it took place": the noun says what happened, not the verb
SAYS_NOTHING = {"be", "make", "take", "happen", "occur", "come", "have", "do", "carry", "perform", "hold", "begin", "get", "go", "set"}
# what software does has a time of day, what people do a date
BY_THE_CLOCK = {"create", "update", "delete", "modify", "change", "send", "receive", "log", "record", "visit", "enter", "leave", "read", "view"}
SURELY = {"actually": "actual", "last": "last", "first": "first", "next": "next", "originally": "original"}
CALLED, CHARGED = {"call", "name", "entitle"}, {"charge", "responsible"}
WHAT = {"do": "content", "happen": "content", "modify": "content", "change": "content", "cost": "cost", "weigh": "weight", "measure": "size"}
STARTS, ENDS = {"start", "begin", "depart", "leave"}, {"go", "end", "arrive", "finish"}
PLACED = {"locate", "house", "situate", "stand", "keep", "store", "place", "lie", "live", "take", "happen", "hang", "work", "stay", "hold", "moor",
          "park"}  # fmt: skip
OPENS = {"when", "where", "who", "what", "how"}
SAID_BY = {"know", "state", "say", "tell", "show", "see", "indicate", "specify", "contain", "comprise", "give", "enter", "remember", "be", "include"}


class Asked(Indirect):
    """Rewrites each such question to the noun that it asks for."""

    def _told_apart(self) -> None:
        """ "they are told apart by a number": distinguished."""
        for at, verb in enumerate(self.pieces):
            if isinstance(verb, Verb) and verb.base == "tell" and verb.passive and self._is(at + 1, "apart"):
                self.pieces[at : at + 2] = [replace(verb, base="distinguish")]

    def _asked_facts(self) -> None:
        at = 1
        while at < len(self.pieces):
            mark = self.pieces[at]
            if isinstance(mark, Mark) and mark.text in OPENS and self._stands_in_a_list(at):
                end = self._end_of_question(at)
                words = asked_for(mark.text, self.pieces[at + 1 : end])
                if words:
                    noun = Noun(words, mark.start, self.pieces[end - 1].end, Bounds(article="the"))
                    self.pieces[at:end] = [Group([noun], noun.start, noun.end)]
                    self._join_groups(at)
                    self._join_rest(noun)
                    continue
            at += 1

    def _join_rest(self, asked: Noun) -> None:
        """The list goes on behind the question: "..., when it was created and a path"."""
        here = next(i for i, p in enumerate(self.pieces) if isinstance(p, Group) and asked in p.nouns)
        behind = here + 1
        while self._piece_tag(behind) in ("COMMA", "CONJ"):
            behind += 1
        group, rest = self._piece(here), self._piece(behind)
        if behind > here + 1 and isinstance(group, Group) and isinstance(rest, Group) and not isinstance(self._piece(behind + 1), Verb):
            group.nouns.extend(rest.nouns)
            group.end = rest.end
            self.pieces[here + 1 : behind + 1] = []

    def _stands_in_a_list(self, at: int) -> bool:
        """Behind another fact of the list, or as the first that something says."""
        before = self._piece(at - 1)
        if isinstance(before, Verb):
            return before.base in listed("record") | SAID_BY
        here = at - 1
        while self._piece_tag(here) in ("COMMA", "CONJ") or self._is(here, "also"):
            here -= 1
        listed_before = self._piece(here)
        return here < at - 1 and isinstance(listed_before, Group) and any(is_attribute_head(n.head) for n in listed_before.nouns)

    def _end_of_question(self, at: int) -> int:
        end = at + 1
        while end < len(self.pieces) and not (self._piece_tag(end) in ("COMMA", "STOP", "COLON", "DASH") or self._is(end, "and", "or", ",", ";")):
            end += 1
        return end


def asked_alone(found: list[Part]) -> Noun | None:
    """The fact that a line asks for: "- when it hatched" in the list of a bird's facts."""
    if not found or not isinstance(found[0], Mark) or found[0].text not in OPENS:
        return None
    words = asked_for(found[0].text, grouped(found[1:]))
    return Noun(words, found[0].start, found[-1].end, Bounds(article="the")) if words else None


def asked_for(word: str, clause: list[Piece]) -> tuple[str, ...]:
    """The words of the fact that a question asks for, by its first word and what follows; () where they do not say it."""
    verbs = [p for p in clause if isinstance(p, Verb)]
    marks = [p.text for p in clause if isinstance(p, Mark)]
    told = {p.base for p in verbs}
    heads = {n.key[-1] for p in clause if isinstance(p, Group) for n in p.nouns}
    if not verbs:
        return ("frequency",) if word == "how" and "often" in marks else ()
    if word == "where":
        return ("start", "location") if told & STARTS else ("destination",) if told & ENDS else ("location",) if told & PLACED else ()
    if word == "who":
        return ("person", "in", "charge") if CHARGED & (heads | set(marks)) else ()
    if word == "what":
        facts = [WHAT[verb] for verb in told & WHAT.keys()]
        return ("name",) if told & CALLED else tuple(facts) if len(facts) == 1 and len(heads) < 2 else ()
    if word == "how":
        return ("frequency",) if "often" in marks else ()
    return _moment(clause, verbs, marks)


def _moment(clause: list[Piece], verbs: list[Verb], marks: list[str]) -> tuple[str, ...]:
    """ "when it was last updated": the last update time; "when the purchase was made": the purchase date."""
    done = [verb_form(m)[0] for m in marks if verb_form(m)[1] == "ed"]  # "last updated", which is read as a quality
    telling = [v for v in verbs if v.base not in SAYS_NOTHING] + [Verb(base, "ed", 0, 0) for base in done[:1]]
    which = [SURELY[m] for m in marks if m in SURELY]
    if telling:
        planned = [v.word for v in telling[:-1] if v.form == "ed" or v.passive]
        unit = "time" if telling[-1].base in BY_THE_CLOCK else "date"
        return (*which, *[w for w in planned if w], _doing(telling[-1].base), unit)
    subject = next((p for p in clause if isinstance(p, Group)), None)
    if subject is None or is_attribute_head(subject.nouns[0].head):
        return ()
    return (*which, subject.nouns[0].key[-1], "date")


def _doing(verb: str) -> str:
    """A known event, else the noun that the language has for it: "creation", not "creating"."""
    name = happening(verb)
    return name if name in listed("event") else next((n for n in named_after(verb) if noun_class(n)), name)
