"""Verbs of what somebody is told to do or may do: "Store the names", "List rentals that start today", "admins can do anything"."""

from __future__ import annotations

from relvar.read.text.gerunds import Gerunds
from relvar.read.text.words import is_plural, listed, verb_form

LETTING = {"support", "allow", "enable", "permit", "facilitate"}
FINDING = {"search", "find", "filter", "sort", "query", "view", "list"}
SHOWING = {"show", "display", "export", "download", "print"}
ENDS_A_PHRASE = {"PREP", "REL", "SUB", "STOP", "COMMA", "CONJ", "VBN", "VBG", "END"}
RIGHTS = {"access", "rights", "permission", "permissions", "privileges"}
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
        may = self._word_before(index) in PERMITTING and self._tag_before(index) == "MODAL"
        return may and not is_plural(self._low(index)) and (self._low(index) == "do" or self.tag(index + 1) in OBJECT)

    def _settle_contracted(self, index: int) -> None:
        """ "it's got a title", "there's a date": no possessive."""
        token, got = self.sentence[index], self._low(index + 1) == "got"
        token.tag, token.base, self.has_verb = "VERB" if got else "BE", "have" if got else "be", True
        if got:
            self.sentence[index + 1].tag = "ADV"
