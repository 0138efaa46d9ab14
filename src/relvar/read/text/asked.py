"""Questions that stand in a list of facts: "its price, when it was bought, where it stands and who is in charge" asks for four facts."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.indirect import Indirect
from relvar.read.text.lists import Group, grouped
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.questions import ASKING, asked_for
from relvar.read.text.truths import asked_whether, is_flag
from relvar.read.text.words import listed

WHICH = frozenset(["what", "which"])
QUESTIONS = WHICH | ASKING
BOTH_OF = {"when", "where", "how", "what"}  # "when and where it happened"
SAID_BY = {"know", "state", "say", "tell", "show", "see", "indicate", "specify", "contain", "comprise", "give", "enter", "remember", "be", "include"}


class Asked(Indirect):
    """Rewrites each such question to the noun that it asks for."""

    def _told_apart(self) -> None:
        """ "they are told apart by a number": distinguished."""
        for at, verb in enumerate(self.pieces):
            if isinstance(verb, Verb) and verb.base == "tell" and verb.passive and self._is(at + 1, "apart"):
                self.pieces[at : at + 2] = [replace(verb, base="distinguish")]

    def _asked_facts(self) -> None:
        if self._is(0, "which"):
            return  # "which team ran on which trail and how long it took": all of it tells of one occurrence
        self._by_whom_it_may_be()
        at = 1
        while at < len(self.pieces):
            start = self.pieces[at].start
            if self._is(at, "what", "how"):
                self._part_question(at)
            if self._is_question(at) and self._stands_in_a_list(at):
                end, asked = self._asked(at)
                if asked:
                    nouns = [_fact(words, start, self.pieces[end - 1].end) for words in asked]
                    self.pieces[at:end] = [Group(nouns, start, nouns[-1].end)]
                    self._join_groups(at)
                    self._join_rest(nouns[0])
                    continue
                if not self._is(at, "whether") and self._piece_tag(end) in ("COMMA", "CONJ") and isinstance(before := self._list_before(at), Group):
                    self.pieces[at:end] = []  # what it asks for has no name; the list goes on
                    self._join_rest(before.nouns[0])
                    continue
            elif self._asks_for_a_noun(at) and self._stands_in_a_list(at):
                self.pieces[at : at + 2] = []  # "at what time", "in which course": the time, the course
                group = self.pieces[at]
                self._join_groups(at)
                if isinstance(group, Group):
                    self._join_rest(group.nouns[0])
                continue
            at += 1

    def _by_whom_it_may_be(self) -> None:
        """ "for each order it is stored whether it was paid": we store it."""
        for at in range(len(self.pieces) - 2):
            it, verb, whether = self.pieces[at : at + 3]
            stored = isinstance(verb, Verb) and verb.passive and verb.base in listed("record") and self._is(at, "it")
            if stored and isinstance(verb, Verb) and isinstance(it, Mark) and isinstance(whether, Mark) and whether.text in ASKING:
                self.pieces[at : at + 2] = [replace(it, text="we"), replace(verb, passive=False)]

    def _is_question(self, at: int) -> bool:
        """The question's word, or "from when"."""
        return self._is(at, *ASKING) or (self._is(at, "from", "until", "till", "since", "to") and self._is(at + 1, "when"))

    def _part_question(self, at: int) -> None:
        """ "what type of question it is, its sequence": the question asks for the first, the others are items of their own."""
        group = self._piece(at + 1)
        if isinstance(group, Group) and len(group.nouns) > 1:
            first, *rest = group.nouns
            comma = Mark("COMMA", ",", first.end, first.end)
            self.pieces[at + 1 : at + 2] = [Group([first], first.start, first.end), comma, Group(rest, rest[0].start, rest[-1].end, group.joiner)]

    def _asks_for_a_noun(self, at: int) -> bool:
        group = self._piece(at + 2)
        bare = isinstance(group, Group) and not (group.nouns[0].bounds.article or group.nouns[0].bounds.stated)  # else it refers
        return bare and self._piece_tag(at) in ("PREP", "TO") and self._is(at + 1, *WHICH)

    def _asked(self, at: int) -> tuple[int, list[tuple[str, ...]]]:
        """The place behind the question, and the facts it asks for: two where it asks "when and where"."""
        opened = at if self._is(at, *ASKING) else at + 1
        words = [opened]
        if self._is(opened, *BOTH_OF) and self._is(opened + 1, "and", "or") and self._is(opened + 2, *BOTH_OF):
            words.append(opened + 2)
        end = self._end_of_question(words[-1])
        texts = [p.text for p in (self.pieces[i] for i in words) if isinstance(p, Mark)]
        asked = [fact for text in texts for fact in asked_for(text, self.pieces[words[-1] + 1 : end])]
        return end, list(dict.fromkeys(asked))

    def _join_rest(self, asked: Noun) -> None:
        """The list goes on behind the question: "..., when it was created and a path"."""
        here = next(i for i, p in enumerate(self.pieces) if isinstance(p, Group) and asked in p.nouns)
        behind = here + 1
        while self._piece_tag(behind) in ("COMMA", "CONJ"):
            behind += 1
        group, rest = self._piece(here), self._piece(behind)
        verb = self._piece(behind + 1)
        ends = not isinstance(verb, Verb) or (verb.passive and verb.form == "finite" and verb.base in listed("record"))
        if behind > here + 1 and isinstance(group, Group) and isinstance(rest, Group) and ends:
            group.nouns.extend(rest.nouns)
            group.end = rest.end
            self.pieces[here + 1 : behind + 1] = []

    def _stands_in_a_list(self, at: int) -> bool:
        """Behind another fact of the list, or as the first that something says."""
        before = self._piece(at - 1)
        if isinstance(before, Verb):
            return before.base in listed("record") | SAID_BY
        return self._piece_tag(at - 1) == "COLON" or self._list_before(at) is not None

    def _list_before(self, at: int) -> Group | None:
        """The list of facts that ends before a comma or conjunction at `at`."""
        here = at - 1
        while self._piece_tag(here) in ("COMMA", "CONJ") or self._is(here, "also"):
            here -= 1
        before = self._piece(here)
        verb = self._piece(here - 1)
        had = isinstance(verb, Verb) and verb.base in listed("contains")  # "has a call sign, what it is called and ..."
        facts = isinstance(before, Group) and (had or any(is_attribute_head(n.head) for n in before.nouns))
        return before if here < at - 1 and isinstance(before, Group) and facts else None

    def _end_of_question(self, at: int) -> int:
        end = at + 1
        while end < len(self.pieces) and not self._ends_question(end) and not self._is_kept(at, end):
            end += 1
        return end

    def _is_kept(self, at: int, end: int) -> bool:
        """ "whether the room is locked is stored": the second verb says that what is asked for is kept."""
        verb = self.pieces[end]
        kept = isinstance(verb, Verb) and verb.passive and verb.form == "finite" and verb.base in listed("record")
        clause = self.pieces[at + 1 : end]
        return kept and any((isinstance(p, Verb) and p.base != "have") or (isinstance(p, Group) and p.nouns[-1].tail) for p in clause)

    def _ends_question(self, at: int) -> bool:
        if self._is(at, "and", "or"):
            of_pronouns = self._piece_tag(at - 1) == self._piece_tag(at + 1) == "PRON"  # "what he or she charges"
            of_verbs = isinstance(self._piece(at - 1), Verb) and isinstance(self._piece(at + 1), Verb)  # "when it started and ended"
            return not (of_pronouns or of_verbs)
        return self._piece_tag(at) in ("COMMA", "STOP", "COLON", "DASH") or self._is(at, ",", ";")


def asked_alone(found: list[Part], owner: Noun | None = None) -> list[Noun]:
    """The facts that a line asks for: "- when it hatched" in the list of a bird's facts. `owner`: whose list it is."""
    if not found or not isinstance(found[0], Mark) or found[0].text not in ASKING:
        return []
    clause = [piece for piece in grouped(found[1:]) if not (isinstance(piece, Mark) and piece.tag == "STOP")]
    asked = [asked_whether(clause, owner)] if found[0].text == "whether" else asked_for(found[0].text, clause)
    asked = [words for words in asked if words]
    return [_fact(words, found[0].start, found[-1].end) for words in asked]


def _fact(words: tuple[str, ...], start: int, end: int) -> Noun:
    """The noun for what is asked; "the number of spaces" as it is read anywhere."""
    if words[:2] == ("number", "of") and len(words) > 2:
        return Noun(words[:1], start, end, Bounds(article="the"), of=Noun(words[2:], start, end, Bounds()))
    return Noun(words, start, end, Bounds(article="the"), written=is_flag(words))
