"""Word classes: closed classes by list, open ones by list and ending, and noun-or-verb by what stands around.

Tags: DET EACH MANY ONE NEG NUM PRON REL MODAL BE VERB VBN VBG TO PREP CONJ SUB ADV ADJ NOUN and, for signs, COMMA COLON OPEN
CLOSE QUOTE DASH POSS SLASH STOP. VERB is finite or an infinitive; VBN a participle that ends in -ed; VBG one that ends in -ing.
"""

from __future__ import annotations

from relvar.read.text.tags import ADJECTIVE_ENDINGS, HAVE, LOTS, SETTLED, TURNING, by_itself, is_known_noun
from relvar.read.text.tokens import Token
from relvar.read.text.told_to import FINDING, LETTING, LISTING_ONE, RIGHTS, ToldTo
from relvar.read.text.words import base_of_unknown, is_plural, is_unchanged, listed, noun_class, verb_form

SIGNS = {
    ",": "COMMA",
    ":": "COLON",
    ";": "STOP",
    "/": "SLASH",
    "&": "CONJ",
    "+": "CONJ",
    "|": "STOP",
    ".": "STOP",
    "!": "STOP",
    "?": "STOP",
    "*": "ADV",
}
KINDS = {"number": "NUM", "possessive": "POSS", "quote": "QUOTE", "open": "OPEN", "close": "CLOSE", "dash": "DASH"}
FACTS = {"attributes", "information", "details", "data", "properties", "fields", "characteristics"}
STAFF = {"staff", "personnel", "police", "people", "clergy", "cattle"}  # plural though they do not look it
HELPING = {"help", "helps", "helping", "let", "lets"}
BEFORE_NOUN = {"DET", "EACH", "MANY", "ONE", "NEG", "NUM", "ADJ", "POSS", "PREP", "VBG"}
BEFORE_VERB = {"MODAL", "TO", "PRON", "REL"}
AFTER_VERB = {"DET", "EACH", "MANY", "NUM", "PRON", "ADJ", "ONE", "NEG", "TO"}
CLEAR_OBJECT = {"DET", "EACH", "MANY", "ADJ", "NUM"}  # behind them a verb is one: "the native plants are cut" has none of them
NAMED_CLASSES = {"artifact", "communication", "person", "group", "object"}
LISTING = ("have", "include", "contain", "need")
UNSURE = {"BOTH", "VERB", "VBN", "VBG"}
BREAKS = {"STOP", "COLON", "DASH", "SUB", "REL"}


def tag(sentence: list[Token]) -> list[Token]:
    """Tag the tokens of one sentence in place, and give them back."""
    unsettled: list[int] = []
    may = False  # behind "may", which makes a verb of any word, with nothing but adverbs between
    for index, token in enumerate(sentence):
        if token.kind == "word":
            tag, base, is_open = by_itself(token.low)
            if base:
                token.base = base
        else:
            tag = KINDS.get(token.kind) or SIGNS.get(token.text, "STOP")
            is_open = tag not in SETTLED
        token.tag = tag
        if is_open or (may and tag == "NOUN"):
            unsettled.append(index)
        if tag != "ADV":
            may = tag == "MODAL" or (may and token.low == "only")
    state = _State(sentence)
    for index in unsettled:
        state.settle(index)
    return sentence


KEYS = ("foreign", "primary", "candidate", "surrogate", "composite", "natural", "alternate")
SETS = ("data", "tool", "test", "skill", "rule", "character", "tea")


class _State(ToldTo):
    """Walks a sentence from left to right and settles what is open."""

    def _settle_adjective(self, index: int) -> None:
        """ "customers open tickets": an adjective that is a verb as well, between a plural and what it does it to."""
        token = self.sentence[index]
        if token.low == "key" and self._word_before(index) in KEYS:
            token.tag = "NOUN"
            return
        if (
            token.low in listed("attribute_head")
            and self.tag(index - 1) in ("COMMA", "CONJ", "DET")
            and self.tag(index + 1) in ("COMMA", "CONJ", "STOP", "END", "OPEN")
        ):
            token.tag = "NOUN"  # "a date, and total, ...", "a date and a total"
            return
        if token.low in listed("adjective_verb") and self.tag(index - 1) in ("MODAL", "TO"):
            token.tag, token.base, self.has_verb = "VERB", token.low, True  # "an application can open several channels"
            return
        nothing_follows = self.tag(index - 1) == "EACH" and self.tag(index + 1) in ("PREP", "COMMA", "STOP", "END")  # "for each creative on the page"
        if nothing_follows or self._heads_a_subject(index) or self._ends_a_name(index):
            token.tag = "NOUN"
            return
        behind_plural = self.tag(index - 1) == "NOUN" and is_plural(self._word_before(index)) and not self.has_verb
        if token.low in listed("adjective_verb") and behind_plural and self.tag(index + 1) in AFTER_VERB | {"NOUN", "BOTH"}:
            token.tag, token.base, self.has_verb = "VERB", token.low, True

    def _heads_a_subject(self, index: int) -> bool:
        """ "each major has a code", "a village cooperative lends drones": what looks like an adjective, with a verb behind it."""
        word, before = self.sentence[index].low, self.tag(index - 1)
        opens = before in ("DET", "EACH") or (before == "NOUN" and word.endswith(ADJECTIVE_ENDINGS) and not is_plural(self._word_before(index)))
        lends = self.tag(index + 1) == "BOTH" and verb_form(self._low(index + 1))[1] == "s" and self.tag(index + 2) in CLEAR_OBJECT
        return opens and bool(noun_class(word)) and (self.tag(index + 1) in ("VERB", "MODAL", "BE") or (lends and not self.has_verb))

    def _ends_a_name(self, index: int) -> bool:
        """ "app name, secret key and callback address": an adjective behind a noun, at the end of its item."""
        word, ends = self.sentence[index].low, self.tag(index + 1) in ("COMMA", "CONJ", "STOP", "CLOSE")
        return ends and self.tag(index - 1) == "NOUN" and noun_class(word) in NAMED_CLASSES and word not in listed("adjective_verb")

    def settle(self, index: int) -> None:
        token = self.sentence[index]
        if token.low in TURNING:
            self._settle_turning(index)
        elif token.tag == "NOUN":
            self._settle_noun(index)
        elif token.tag in UNSURE and token.base not in ("have", "include"):
            self._settle_verb(index)
        elif token.tag in ("MODAL", "BE"):
            self.has_verb = True
        elif token.tag == "ADJ":
            self._settle_adjective(index)
        elif token.tag == "ADV":
            self._settle_adverb(index)
        elif token.tag == "POSS" and self._word_before(index) in listed("contracted"):
            self._settle_contracted(index)
        elif token.base == "have":
            self._settle_have(index)
        else:
            self._settle_sign(token)

    def _settle_sign(self, token: Token) -> None:
        if token.tag == "OPEN":
            self.depth, self.had_verb = self.depth + 1, self.has_verb
        elif token.tag == "CLOSE":
            self.depth, self.has_verb = self.depth - 1, self.had_verb
        elif token.tag in BREAKS:
            self.has_verb = False

    def _settle_turning(self, index: int) -> None:
        """Words that are one thing or another by what stands beside them."""
        token, before, after = self.sentence[index], self.tag(index - 1), self.tag(index + 1)
        if token.low == "any":
            if before in ("COMMA", "CONJ"):
                token.tag = "DET"  # "..., and any disease": one more of the list
        elif token.low == "like" and (self._word_before(index) in FACTS or (self.has_verb and is_plural(self._word_before(index)))):
            token.tag = "PREP"  # "attributes like name and title", "has several categories like fun run"
        elif token.tag in UNSURE:
            self._settle_verb(index)
        elif token.low == "only":
            if before in ("NOUN", "MODAL") and after in ("VERB", "BOTH", "BE", "VBN"):
                token.tag = "ADV"  # "the desk only takes cash", "prices may only be changed"
        elif token.low in LOTS:
            if index + 1 < len(self.sentence):
                token.tag = "MANY" if self.sentence[index + 1].low == "of" else "NOUN"
        elif token.low in ("leaves", "lives"):
            if self._is_said_of_one(index):
                token.tag, token.base, self.has_verb = "VERB", verb_form(token.low)[0] or token.low[:-1], True  # "when a vehicle leaves, ..."
        elif token.low in ("needs", "need"):
            if before != "DET" and (after in ("ONE", "MANY") or self._is_needed(index)):
                token.tag, token.base = "VERB", "need"  # "a hearing needs one language"
            self.has_verb = True
        else:
            self._settle_that(index)

    def _settle_adverb(self, index: int) -> None:
        token = self.sentence[index]
        if token.low in listed("adverb_or_adjective") and self.tag(index + 1) in ("NOUN", "BOTH"):
            token.tag = "ADJ"  # "a daily price", "a first name"

    def _settle_noun(self, index: int) -> None:
        token = self.sentence[index]
        if token.low.endswith("ed") and self._is_unknown_participle(index):
            token.tag, token.base, self.has_verb = "VBN", base_of_unknown(token.low), True
        elif self._is_done(index):
            token.tag, token.base, self.has_verb = "VERB", token.low, True

    def _is_unknown_participle(self, index: int) -> bool:
        """ "is flensed by", "are scutched in": behind "to be" and before a preposition, what ends like a participle is one."""
        follows = self._tag_before(index) == "BE" and self.tag(index + 1) == "PREP"
        return follows and base_of_unknown(self.sentence[index].low) not in listed("view_verbs")

    def _is_needed(self, index: int) -> bool:
        """ "we need credit limit and country": without "to" and "not", need is the verb and what follows are things."""
        compound = self.tag(index + 1) == "BOTH" and self.tag(index + 2) in ("NOUN", "BOTH", "COMMA")
        behind = self._low(index + 1) in listed("attribute_head") or self.tag(index + 1) == "NOUN" or compound
        return self._word_before(index) in ("we", "i", "they", "you") and behind

    def _settle_have(self, index: int) -> None:
        if self._low(index + 1) == "to":
            self.sentence[index].tag = "MODAL"
        self.has_verb = True

    def _settle_that(self, index: int) -> None:
        token = self.sentence[index]
        if token.low == "such" and self._low(index + 1) == "as":
            token.tag = "PREP"
        elif token.low in ("these", "those") and self.tag(index + 1) == "DET":
            token.tag = "PRON"  # "for these the name is enough"
        elif token.low == "that" and self.tag(index - 1) in ("NOUN", "PRON", "CLOSE", "VERB", "VBG") and self.tag(index + 1) != "NUM":
            token.tag = "REL"
            self.has_verb = False

    def _is_said_of_one(self, index: int) -> bool:
        """Behind "it", "he" or "she", or behind the singular that opens the clause."""
        noun = not self.has_verb and self.tag(index - 1) == "NOUN" and self._starts_singular(index)
        return noun or self._word_before(index) in ("it", "he", "she")

    def _settle_verb(self, index: int) -> None:
        token = self.sentence[index]
        base, form = verb_form(token.low)
        verbal = self._is_verb(index, base, form)
        if verbal:
            token.base = base
            if form in ("ed", "ing"):
                token.tag = self._participle(index, form)
            else:
                participle = self._is_reduced(index) or (self._tag_before(index) == "BE" and is_unchanged(token.low))
                token.tag = "VBN" if participle else "VERB"
            if token.tag == "VERB" or self.tag(index - 1) in ("BE", "ADV", "NEG"):
                self.has_verb = True
        else:
            token.tag = "ADJ" if form in ("ed",) else "NOUN"

    def _participle(self, index: int, form: str) -> str:
        before = self._tag_before(index)
        if form == "ed" and before in ("NOUN", "PRON") and not self.has_verb and self.tag(index + 1) in AFTER_VERB - {"TO"}:
            return "VERB"
        return "VBN" if form == "ed" else "VBG"

    def _is_verb(self, index: int, base: str, form: str) -> bool:
        token, last = self.sentence[index], self._before(index)
        before, said = (last.tag, last.low) if last is not None else ("STOP", "")
        after = self.tag(index + 1)
        if form == "ing":
            return self._is_gerund(index, before, after)
        if form == "ed":
            return (said in HAVE and after in CLEAR_OBJECT) or self._is_participle(before, after)  # "has approved a timetable"
        if form == "s" and (before == "TO" or after in ("BE", "MODAL") or self._low(index + 1) == "have"):
            return False  # "photographs are taken", "designs have a title", "subscribe to shows"
        if before == "BE" and is_unchanged(token.low) and after in ("PREP", "STOP", "END", "COMMA", "CONJ"):
            return True  # "is run by", "is cut from"
        if self._is_reduced(index) or self._tells(index, base, form):
            return True
        if form == "base" and self._low(index + 1) in RIGHTS:
            return False  # "have read access to everything"
        if said == "whose" or (form == "base" and said in ("which", "what") and self._is_asked(index)):
            return False  # "whose name is stored", "on which line"
        if before in BEFORE_VERB and not (before == "PRON" and form == "base" and self.sentence[index - 1].low in ("it", "there")):
            return True
        if before == "NEG" and said in ("not", "never"):
            return True
        if form == "base" and said in HELPING:
            return True  # "helps track progress"
        if form == "base" and before == "NOUN" and self._low(index - 2) in ("let", "lets") and after in ("NOUN", "BOTH", "DET", "MANY"):
            return True  # "the app lets parents order lunches"
        if before in BEFORE_NOUN or before == "OPEN":
            return False
        if form == "base" and (self._ends_in_brackets(index, before, after) or self._agrees_not(index, before) or self._names_a_fact(index, before)):
            return False
        if before in ("COMMA", "CONJ") and after in ("COMMA", "CONJ", "STOP", "END", "CLOSE") and (form == "s" or not self._joins_verb(index, form)):
            return False
        if base not in listed("both") and not is_known_noun(token.low):
            return self._only_verb(index, form, before)
        return self._noun_or_verb(index, form, before, after, token)

    def _ends_in_brackets(self, index: int, before: str, after: str) -> bool:
        """ "(run ID, git commit, run status)", "(commit hash, commit message)": the end or the beginning of an item of a list in brackets."""
        begins = before == "COMMA" and after in ("NOUN", "BOTH") and self.tag(index + 2) in ("COMMA", "CLOSE")
        return self.depth > 0 and not self.has_verb and (begins or (before == "NOUN" and after in ("COMMA", "CLOSE")))

    def _names_a_fact(self, index: int, before: str) -> bool:
        """ "keeps the card number, borrow time and return time", "have a number of pages and print run": an item of a list, not a clause."""
        following, ends = self._low(index + 1), self.tag(index + 2) in ("COMMA", "CONJ", "STOP", "CLOSE")
        if before == "CONJ" and ends and self.tag(index + 1) in ("NOUN", "BOTH") and not is_plural(following):
            verb = self._verb_before(index)
            lists = verb is not None and (verb.low in LISTING_ONE or verb_form(verb.low)[0] in listed("record"))
            return verb is not None and (verb.low in LISTING or (lists and following in listed("attribute_head")))
        return before == "COMMA" and self.has_verb and following in listed("attribute_head") and ends

    def _agrees_not(self, index: int, before: str) -> bool:
        """ "each site has a domain, crawl interval and rule": joined to what one thing does, a verb would end in -s."""
        if before != "COMMA":
            return False
        verb = self._verb_before(index)
        return verb is not None and verb.low in LISTING_ONE

    def _is_asked(self, index: int) -> bool:
        """Behind "which" or "what" that asks and does not refer: it opens the clause or stands behind a preposition or verb."""
        if self._word_before(index) == "what" and (self._low(index + 1) == "of" or self.tag(index + 1) == "PRON"):
            return True  # "what type of question it is", "what type it is"
        return self.tag(index - 2) in ("PREP", "STOP", "COLON", "CONJ", "VERB", "VBN", "VBG", "EACH")

    def _only_verb(self, index: int, form: str, before: str) -> bool:
        """A word that is never a noun is a verb unless it stands where only a noun can."""
        return not (before == "NOUN" and self.has_verb and self.tag(index + 1) in ("COMMA", "STOP", "CONJ") and form == "base")

    def _noun_or_verb(self, index: int, form: str, before: str, after: str, token: Token) -> bool:
        if before in ("CONJ", "COMMA") and form == "s" and after == "VBG" and verb_form(token.low)[0] in LETTING:
            return True  # "..., including a name, and supports assigning roles": what the software does
        if before == "COMMA" and form == "s" and after in ("NOUN", "ADJ", "BOTH", "MANY") and self._goes_on(index, verb_form(token.low)[0]):
            return True
        if before in ("CONJ", "COMMA") and token.low in listed("attribute_head") and after in ("PREP", "STOP", "END", "COMMA"):
            return False  # "the quantity and price of products"
        if before == "CONJ" and form == "s" and after == "PREP" and self.tag(index - 2) == "COMMA":
            verb = self._verb_before(index)
            if verb is not None and verb.low in LISTING_ONE:
                return True  # "has a position and a name, and plays for one club"
        if before == "CONJ" and form == "s" and after in ("DET", "EACH", "PRON") and self.has_verb:
            return True  # "has several tailors and keeps the measurements": no list goes on behind its noun with an article
        if before in ("CONJ", "COMMA") and self._joins_verb(index, form):
            following = self.sentence[index + 1].low if index + 1 < len(self.sentence) else ""
            compound = after in ("NOUN", "BOTH") and self.tag(index + 2) in ("NOUN", "BOTH") and is_plural(self._low(index + 2)) and index < 3
            plain = after == "PREP" or (
                after in ("NOUN", "BOTH") and following not in listed("attribute_head") and (is_plural(following) or compound)
            )
            paid = before == "COMMA" and following == "by" and form == "base"  # "guests book tours, pay by card and rate them"
            return paid or after in AFTER_VERB or (before == "CONJ" and (plain or (form == "s" and after == "NOUN")))
        if before == "NOUN" and form == "s" and after in ("MANY", "DET") and self._starts_singular(index):
            return True
        if index == 1 and form == "s" and verb_form(token.low)[0] in FINDING and self._is_found_by(index):
            return True  # "support searches events by their type": who they are needs no article
        if before == "NOUN" and form == "base" and self._new_clause(index, after):
            return True
        if before in ("COMMA", "CONJ") and form == "base" and after in CLEAR_OBJECT | {"NOUN", "BOTH", "VBG"} and self._is_ordered(index):
            return True
        if index == 0 and form == "s" and after in CLEAR_OBJECT | {"NOUN", "BOTH"} and self._has_no_subject(index):
            return True
        if index == 0 and form == "base" and verb_form(token.low)[0] in FINDING and any(t.low == "by" for t in self.sentence[2:9]):
            return after in ("PREP", "NOUN", "BOTH", "DET", "ADJ", "MANY")  # "Search for films by title"
        if self._shows(index, form):
            return True
        if (
            index == 0
            and form == "base"
            and after in ("NOUN", "ADJ", "BOTH")
            and (any(t.low in FACTS for t in self.sentence[1:5]) or self._lists_facts(1))
        ):
            return verb_form(token.low)[0] in listed("record", "manage")  # "Record player details: ..."
        if before == "COLON" and form == "base" and after in ("NOUN", "ADJ", "DET", "MANY", "EACH", "BOTH"):
            return token.base in listed("record", "manage") or verb_form(token.low)[0] in listed("record", "manage")
        if before not in ("NOUN", "CLOSE", "PRON") or self.has_verb:
            asks = self._low(index + 1) in ("which", "what", "when", "whether", "how", "who")
            return before == "STOP" and form == "base" and index == 0 and (after in ("DET", "EACH", "MANY") or asks)
        subject = self._word_before(index)
        if form == "base":
            plural = is_plural(subject) or subject in STAFF or (after in ("DET", "MANY") and self._are_described(index))
            return plural and after in AFTER_VERB | {"NOUN", "PREP", "BOTH"} - {"COMMA"}
        if is_plural(subject):
            return after in ("NOUN", "DET", "MANY") and self._is_of_one(index)
        if self._low(index + 1) in ("which", "what", "when", "who", "whether") and self._starts_singular(index):
            return True  # "a loan records which visitor borrowed which telescope"
        if subject in listed("container") and (
            after in AFTER_VERB | {"NOUN", "PREP", "BOTH", "VBG"} or self._low(index + 1) in ("which", "what", "when", "how")
        ):
            return True
        if after == "COMMA" and self._starts_singular(index):
            return self._low(0) in ("when", "whenever", "if", "once") or (self._low(0), self._low(1)) in (("each", "time"), ("every", "time"))
        return after in AFTER_VERB or (after in ("NOUN", "PREP", "BOTH", "SUB") and self._starts_singular(index))

    def _is_found_by(self, index: int) -> bool:
        """Whether a plural stands right behind, and behind that by what it is found."""
        return is_plural(self._low(index + 1)) and self._low(index + 2) in ("by", "whose") and not is_plural(self._word_before(index))

    def _are_described(self, index: int) -> bool:
        """ "officers with a badge number and a name visit the houses": the subject is the plural before the "with" that opens the sentence."""
        at = next((at for at in range(1, index) if self.sentence[at].low == "with"), 0)
        return at > 0 and all(self.tag(n) in ("NOUN", "ADJ", "DET") for n in range(at)) and is_plural(self._low(at - 1))

    def _new_clause(self, index: int, after: str) -> bool:
        """ ", guides lead tours": a plural right behind a comma or conjunction, then a base form, then what it is done to."""
        opener = self.tag(index - 2)
        following = self.sentence[index + 1].low if index + 1 < len(self.sentence) else ""
        governs = after in ("DET", "MANY", "EACH", "PRON") or (after in ("NOUN", "BOTH") and following not in listed("attribute_head"))
        return opener in ("COMMA", "CONJ") and is_plural(self._word_before(index)) and governs

    def _goes_on(self, index: int, base: str) -> bool:
        """ "the system stores ..., records locations, and manages parts": what the software does, one clause after the other."""
        does = base in listed("record", "manage") | {"allow", "provide", "support", "enable"}
        software = any(t.tag == "NOUN" and t.low in listed("container") for t in self.sentence[: min(index, 12)])
        return does and software and self._joins_verb(index, "s", reach=index)

    def _is_reduced(self, index: int) -> bool:
        """ "a threshold set for the device": a participle that looks like its verb; a data set is a thing."""
        reduced = self._low(index) in ("set", "put", "cut") and self._low(index + 1) in ("for", "by")
        return reduced and self._tag_before(index) == "NOUN" and self._word_before(index) not in SETS

    def _is_participle(self, before: str, after: str) -> bool:
        if before in ("BE", "MODAL", "PRON", "REL") or before == "NEG":
            return True
        if after in ("PREP", "TO") or after in ("STOP",):
            return before not in ("DET", "ADJ")
        if before in ("DET", "EACH", "MANY", "ADJ", "POSS", "NUM", "PREP", "ONE", "OPEN", "CONJ", "COMMA"):
            return False
        return (before in ("NOUN", "SUB", "CLOSE") and after not in ("NOUN",)) or (before == "NOUN" and not self.has_verb)
