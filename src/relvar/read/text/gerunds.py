"""The words around a word while a sentence is tagged, and whether one that ends in -ing is a verb there or a noun."""

from __future__ import annotations

from relvar.read.text.tokens import Token
from relvar.read.text.words import is_plural, listed, noun_class, singular, verb_form

OF_A_LIST = {"providing", "specifying", "entering", "giving", "stating", "indicating", "consisting", "comprising", "containing", "supplying",
             "showing", "listing"}  # fmt: skip
TO_LINKED = {"belonging", "relating", "pertaining", "referring", "corresponding", "leading"}
NEAR = 14  # words: a verb farther back is hardly the one that this word is joined to
LONGEST_LIST = 40  # words: of a list of attributes, up to its verb


class Around:
    """A sentence that is being tagged; remembers whether this clause has its verb."""

    def __init__(self, sentence: list[Token]) -> None:
        self.sentence = sentence
        self.has_verb = False
        self.depth = 0
        self.had_verb = False  # before the bracket that is open: what stands in it is no part of the clause

    def tag(self, index: int) -> str:
        return self.sentence[index].tag if 0 <= index < len(self.sentence) else "STOP"

    def _low(self, index: int) -> str:
        return self.sentence[index].low if 0 <= index < len(self.sentence) else ""

    def _before(self, index: int) -> Token | None:
        """The last word or sign before a place that is no adverb."""
        for at in range(index - 1, -1, -1):
            if self.sentence[at].tag != "ADV":
                return self.sentence[at]
        return None

    def _tag_before(self, index: int) -> str:
        before = self._before(index)
        return before.tag if before is not None else "STOP"

    def _word_before(self, index: int) -> str:
        before = self._before(index)
        return before.low if before is not None else ""

    def _verb_before(self, index: int) -> Token | None:
        """The verb of the clause, that of a relative clause in between ("the delivery it comes from") left aside."""
        for at in range(index - 1, max(0, index - LONGEST_LIST) - 1, -1):
            if self.tag(at) in ("VERB", "MODAL", "TO", "BE", "STOP", "REL") and self.tag(at - 1) not in ("PRON", "REL"):
                return self.sentence[at]
        return None

    def _starts_singular(self, index: int) -> bool:
        """The noun phrase to the left begins with a, each or every: then what follows it agrees as a verb."""
        at = index - 1
        while self.tag(at) in ("NOUN", "ADJ", "ADV", "POSS"):
            at -= 1
        return self.tag(at) in ("EACH", "ONE") or (self.tag(at) == "DET" and self.sentence[at].low in ("a", "an", "the"))

    def _joins_verb(self, index: int, form: str, reach: int = NEAR) -> bool:
        """ "members borrow books and review them": the word joined to a verb of the same form is one."""
        at = index - 1
        limit = max(0, index - reach)
        while at >= limit:
            if self.sentence[at].tag == "VERB" and self.sentence[at].base not in ("have", "include", "contain"):
                return verb_form(self.sentence[at].low)[1] == form
            if self.sentence[at].tag == "BE" and self.sentence[at].low in ("is", "are"):
                return form == ("s" if self.sentence[at].low == "is" else "base")
            at -= 1
        return False

    def _is_of_one(self, index: int) -> bool:
        """ "a school for guide dogs breeds puppies": the plural stands behind the preposition of a subject that is one."""
        at = index - 1
        while self.tag(at) in ("NOUN", "ADJ"):
            at -= 1
        return self.tag(at) == "PREP" and self.sentence[at].low in ("for", "of", "with") and self.tag(at - 1) == "NOUN" and self._starts_singular(at)

    def _lists_facts(self, index: int) -> bool:
        """ "Record name, weight and colour for telescopes": behind the order to do so."""
        return self._low(index) in listed("attribute_head") and self.tag(index + 1) == "COMMA" and any(t.tag == "CONJ" for t in self.sentence)


class Gerunds(Around):
    """What words that end in -ing are."""

    def _is_gerund(self, index: int, before: str, after: str) -> bool:
        if before == "EACH" and self.tag(index - 2) == "PREP" and after in ("DET", "NOUN", "EACH"):
            return False  # "for each printing the page is kept"
        if before == "EACH" and index == 1 and after == "PREP" and noun_class(self._low(index)):
            return False  # "Every painting in the system has a name"
        if before == "EACH" and after in ("PREP", "DET", "MANY", "NUM", "EACH") and (self._low(index + 1) != "of" or self._low(index) in OF_A_LIST):
            return True  # "lines, each belonging to an order"; "each training of a student" is one
        if before in ("DET", "EACH", "MANY", "ADJ", "NUM", "POSS", "ONE") or self._is_title(index):
            return False
        if self._is_allowed(index, after) or (self.sentence[index].low in OF_A_LIST and before in ("PREP", "COMMA", "NOUN", "CONJ", "CLOSE")):
            return True
        if index == 0 and after == "NOUN" and self.tag(2) == "COLON":
            return False  # "Meeting rooms: name, capacity"
        following = self.sentence[index + 1].low if index + 1 < len(self.sentence) else ""
        if (
            before == "NOUN"
            and index <= 2
            and (following in ("with", "for", "where") or following in listed("container") or after in ("COLON", "DASH"))
        ):
            return False  # "Ride sharing with riders": a title
        if following in ("whether", "if", "how", "which", "what", "that", "who") and before in ("COMMA", "NOUN", "STOP", "SUB"):
            return True  # "..., determining whether they may enter"
        if following in listed("attribute_head") and self.sentence[index].low != "including" and before != "NOUN":
            return False
        if before == "BE":
            return True
        if after in ("DET", "EACH", "MANY", "PRON", "NUM", "ONE"):
            return True
        if before in ("PREP", "SUB", "STOP", "CONJ", "COMMA") and after in ("NOUN", "ADJ", "BOTH", "VBG", "VBN"):
            return self._opens_clause(index, before)
        return (
            before == "NOUN"
            and (after in ("NOUN", "ADJ", "PREP", "BOTH") or self.sentence[index].low in TO_LINKED)
            and self.sentence[index].low not in listed("attribute_head")
            and (self._word_before(index) not in listed("attribute_head") and singular(self.sentence[index].low) not in listed("event"))
        )

    def _is_allowed(self, index: int, after: str) -> bool:
        """ "allows adding, editing and deleting products": gerunds behind such a verb, and those joined to them."""
        at = index - 1
        while self.tag(at) in ("COMMA", "CONJ", "ADV"):
            at -= 1
        if self.tag(at) == "VBG":
            return at < index - 1 and after in ("COMMA", "CONJ", "NOUN", "ADJ", "BOTH", "DET")
        word = self.sentence[at] if at >= 0 else None
        return word is not None and word.tag == "VERB" and at == index - 1 and word.base in ("allow", "support", "enable", "permit", "facilitate")

    def _is_title(self, index: int) -> bool:
        """ "Ecosystem Monitoring System": capitals within a sentence are a name."""
        here, behind = self.sentence[index].text, self.sentence[index - 1].text if index else ""
        following = self.sentence[index + 1].text if index + 1 < len(self.sentence) else ""
        return here[:1].isupper() and (behind[:1].isupper() or following[:1].isupper()) and (index > 0 or following[:1].isupper())

    def _opens_clause(self, index: int, before: str) -> bool:
        """A gerund after a preposition or comma governs what follows when that is plural or a list of its own."""
        base = verb_form(self.sentence[index].low)[0]
        if base in listed("contains", "record", "promise") | {"manage", "allow", "support"}:
            return True
        if before in ("PREP", "SUB"):
            following = index + 1
            while self.tag(following) in ("NOUN", "ADJ") and self.tag(following + 1) in ("NOUN",):
                following += 1
            return following < len(self.sentence) and is_plural(self.sentence[following].low)
        return False
