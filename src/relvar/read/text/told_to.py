"""Verbs of what somebody is told to do or may do: "Store the names", "List rentals that start today", "admins can do anything"."""

from __future__ import annotations

from relvar.read.text.gerunds import Gerunds
from relvar.read.text.words import is_plural, listed, verb_form

LETTING = {"support", "allow", "enable", "permit", "facilitate"}
FINDING = {"search", "find", "filter", "sort", "query", "view", "list"}
SHOWING = {"show", "display", "export", "download", "print"}
ENDS_A_PHRASE = {"PREP", "REL", "SUB", "STOP", "COMMA", "CONJ", "VBN", "VBG", "END"}
RIGHTS = {"access", "rights", "permission", "permissions", "privileges"}
NOTING = {"note", "enter", "write", "state", "store", "save"}  # what no paper is called by: "in each loan record the ..."
LONGEST_CALL = 5  # words of a sentence that says no more than that somebody does something
LISTING_ONE = ("has", "includes", "contains", "needs")
PERMITTING = ("may", "can", "could", "must", "shall", "should", "cannot")
OBJECT = {"DET", "EACH", "MANY", "NUM", "ADJ", "NOUN", "BOTH", "PRON", "NEG"}


class ToldTo(Gerunds):
    """Whether a word is a verb because the sentence tells somebody to do it, or says that they may."""

    def _is_ordered(self, index: int) -> bool:
        """ "Store the name of readers, support queries": one more thing that the software is told to do, in a sentence that opens with one."""
        opens = (self.sentence[0].tag == "VERB" and verb_form(self._low(0))[1] == "base") or (self._low(0) == "for" and self.tag(1) == "EACH")
        does = verb_form(self._low(index))[0] in listed("record", "manage", "promise") | LETTING
        return opens and does and self._low(index + 1) not in listed("attribute_head")

    def _has_no_subject(self, index: int) -> bool:
        """ "Tracks the activities of users.": what the software does, where no other verb follows that the word could be the subject of."""
        does = verb_form(self._low(index))[0] in listed("record", "manage")
        return does and not any(t.tag in ("BE", "MODAL") or t.base == "have" or t.low in LISTING_ONE for t in self.sentence[index + 1 :])

    def _shows(self, index: int, form: str) -> bool:
        """ "List rentals that start today", and no "list prices are kept"."""
        asks = index == 0 and form == "base" and verb_form(self._low(0))[0] in FINDING | SHOWING and is_plural(self._low(1))
        return asks and (self.tag(2) in ENDS_A_PHRASE or self._low(2) == "that")

    def _is_done(self, index: int) -> bool:
        """ "can do anything", "may catalogue offences": behind "may" and before what it is done to, any word is a verb."""
        before = self._before(index)
        may = before is not None and before.tag == "MODAL" and before.low in PERMITTING
        return may and not is_plural(self._low(index)) and (self._low(index) == "do" or self.tag(index + 1) in OBJECT)

    def _tells(self, index: int, base: str, form: str) -> bool:
        """ "at every test note the pond", "a name and a price make up a product", "each one bears a number", "then the customer calls"."""
        if form == "base" and base == "make":
            return self._low(index + 1) == "up"
        if self.has_verb or self._tag_before(index) == "DET":
            return False
        after, last = self.tag(index + 1), index + 1 == len(self.sentence)
        if form == "base" and base in NOTING and self.tag(0) in ("PREP", "SUB") and index > 1:
            alone = not any(t.tag in ("BE", "MODAL") or t.base == "have" for t in self.sentence[index + 1 :])
            return alone and (after in ("DET", "EACH") or self._low(index + 1) in ("which", "who", "when", "how"))
        if form == "base" and self.tag(index - 1) == "CLOSE" and after in ("NOUN", "BOTH", "DET", "MANY"):
            return self._is_plural_before_brackets(index - 1)  # "warehouses (number, address) store goods"
        each_one = self._word_before(index) == "one" and self.tag(index - 2) == "EACH"
        calls = last and self.tag(index - 1) == "NOUN" and self.tag(index - 2) == "DET" and index < LONGEST_CALL
        return form == "s" and not is_plural(self._word_before(index)) and ((each_one and after in ("DET", "NOUN")) or calls)

    def _is_plural_before_brackets(self, index: int) -> bool:
        """Whether the brackets that close at `index` stand behind a plural that opens the clause."""
        opened = next((at for at in range(index, 0, -1) if self.sentence[at].tag == "OPEN"), 0)
        before = self._low(opened - 1) if opened else ""
        return bool(before) and is_plural(before) and not any(t.tag in ("BE", "MODAL", "VERB") for t in self.sentence[:opened])

    def _settle_contracted(self, index: int) -> None:
        """ "it's got a title", "there's a date": no possessive."""
        token, got = self.sentence[index], self._low(index + 1) == "got"
        token.tag, token.base, self.has_verb = "VERB" if got else "BE", "have" if got else "be", True
        if got:
            self.sentence[index + 1].tag = "ADV"
