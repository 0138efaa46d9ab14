"""What a fact may be, and whom it names: "the status of an order can be open or closed", "the serial number must be unique"."""

from __future__ import annotations

from relvar.read.text.claims import Exists, Identifies
from relvar.read.text.degrees import Degrees
from relvar.read.text.listing import WHERE
from relvar.read.text.lists import Group, Piece
from relvar.read.text.naming import is_attribute_head, words_of
from relvar.read.text.owning import FAIR
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds

FEWEST_VALUES = 2
LONGEST_VALUE = 3  # words: "in progress", "out of stock"; a longer item is a clause
TAKES = {"take", "accept", "assume", "have", "allow"}
NAMING_KEYS = {"key", "identifier", "id"}  # "is the primary key of", "serves as the unique identifier of"
BACK = 60  # claims: of what a fact without an owner was told lately
LEADS = ("either", "always", "only", "one", "of", "the", "following", ":")


class Valued(Degrees):
    """Constructions that say of a fact which values it takes, that it is unique, or whom it identifies."""

    def _valued(self) -> None:
        """Told, and taken out of the sentence: no value is a thing."""
        self._values_apart()
        for at in range(len(self.pieces) - 1, -1, -1):
            piece = self._piece(at)
            if isinstance(piece, Group) and not (self._values_of(at, piece) or self._is_unique(at, piece)):
                self._is_named_by(at, piece)

    # --- values ---

    def _values_apart(self) -> None:
        """ "the values standard and basic": the word and what it announces."""
        for at, piece in enumerate(self.pieces):
            noun = piece.nouns[0] if isinstance(piece, Group) else None
            if noun is None or not isinstance(piece, Group) or "values" not in noun.words[:-1]:
                continue
            cut = noun.words.index("values") + 1
            first = Noun(noun.words[cut:], noun.start, noun.end, Bounds())
            word = Noun(noun.words[:cut], noun.start, noun.start, noun.bounds)
            self.pieces[at : at + 1] = [Group([word], noun.start, noun.start), Group([first, *piece.nouns[1:]], noun.start, piece.end, piece.joiner)]
            return

    def _values_of(self, at: int, group: Group) -> bool:
        noun = _type_of(group.nouns[-1])
        verb = self._piece(at + 1)
        if noun.key[-1] == "value":
            return self._told_as_values(at)
        if isinstance(verb, Verb) and verb.base == "be" and not verb.negated and len(group.nouns) == 1 and self._is_valued(noun):
            chosen, end = self._values_from(at + 2)
            return self._takes(at, noun, chosen, end) if chosen else False
        relative = at + 1 + self._is(at + 1, ",")
        verb = self._piece(relative + 1)
        if self._piece_tag(relative) == "REL" and isinstance(verb, Verb) and verb.base == "be" and is_attribute_head(noun.head):
            chosen, end = self._values_from(relative + 2)
            if chosen:  # "a level, which can be low or high": within a list
                noun.inside = [*noun.inside, *chosen]
                self.pieces[at + 1 : end] = []
            return bool(chosen)
        return False

    def _told_as_values(self, at: int) -> bool:
        """ "takes the values ...", "with the possible values ...", "allowed values for the state of an order are ..." """
        before, fact = self._piece(at - 1), self._piece(at - 2)
        if self._is(at + 1, "for", "of") and isinstance(self._piece(at + 3), Verb):
            subject = self._piece(at + 2)
            chosen, end = self._values_from(at + 4, any_link=True)
            return isinstance(subject, Group) and bool(chosen) and self._takes(at, subject.nouns[-1], chosen, end)
        chosen, end = self._values_from(at + 1, any_link=True)
        if not chosen or not isinstance(fact, Group) or not is_attribute_head(fact.nouns[-1].head):
            return False
        if isinstance(before, Verb) and before.base in TAKES:
            return self._takes(at - 2, fact.nouns[-1], chosen, end)
        if self._is(at - 1, "with"):
            fact.nouns[-1].inside = [*fact.nouns[-1].inside, *chosen]
            self.pieces[at - 1 : end] = []
            return True
        return False

    def _is_valued(self, noun: Noun) -> bool:
        return is_attribute_head(noun.head) and not noun.plural

    def _takes(self, at: int, fact: Noun, chosen: list[Part], end: int) -> bool:
        owner = self._owner_of_fact(fact)
        if owner is None:
            return False
        told = Noun(fact.words, fact.start, fact.end, Bounds(), inside=chosen)
        self._list(owner, Group([told], fact.start, fact.end), "have", "")
        self.claims.exists.append(Exists(owner, FAIR, "of each"))
        self.pieces[at:end] = []
        return True

    def _values_from(self, at: int, *, any_link: bool = False) -> tuple[list[Part], int]:
        """The values that begin at a place, as parts with their commas, and where they end; [] where something else stands there."""
        one_of = False
        while self._is(at, *LEADS) or self._piece_tag(at) == "COLON":
            one_of |= self._is(at, "of")
            at += 1
        end = next((i for i in range(at, len(self.pieces)) if self._piece_tag(i) == "STOP"), len(self.pieces))
        found = self.pieces[at:end]
        first = found[0] if found else None
        one_of |= isinstance(first, Group) and first.nouns[0].bounds.stated and first.nouns[0].bounds.most == 1  # "one of standard, premium"
        links = {p.text for p in found if isinstance(p, Mark) and p.tag == "CONJ"} | {p.joiner for p in found if isinstance(p, Group)}
        chosen = [part for piece in found for part in _parts(piece)]
        items = 1 + sum(isinstance(part, Mark) and part.tag in ("COMMA", "CONJ") for part in chosen)
        fit = items >= FEWEST_VALUES and all(_is_value(piece) for piece in found)
        return (chosen, end) if fit and ("or" in links or one_of or any_link) else ([], at)

    # --- names ---

    def _is_unique(self, at: int, group: Group) -> bool:
        """ "the serial number of each pallet must be unique"."""
        verb, noun = self._piece(at + 1), group.nouns[-1]
        whose = noun.of or noun.owner or self._named_in(noun)
        told = isinstance(verb, Verb) and verb.base == "be" and not verb.negated and self._is(at + 2, "unique")
        if not told or whose is None or len(group.nouns) > 1 or not is_attribute_head(noun.head) or self._is(at + 3, "within", "per", "in", "for"):
            return False
        fact = Noun(noun.words, noun.start, noun.end, Bounds(), inside=[p for p in [self._piece(at + 2)] if isinstance(p, Mark)])
        self._list(whose, Group([fact], noun.start, noun.end), "have", "")
        self.claims.exists.append(Exists(whose, FAIR, "of each"))
        self.pieces[at : at + 3] = []
        return True

    def _named_in(self, noun: Noun) -> Noun | None:
        """ "each packet number": a packet's, where the text speaks of packets."""
        if not noun.bounds.each or len(noun.words) == 1:
            return None
        return next((n for n in reversed(self.claims.nouns[-BACK:]) if words_of(n)[-len(noun.words) + 1 :] == noun.words[:-1] and n.of is None), None)

    def _is_named_by(self, at: int, group: Group) -> None:
        """ "the serial number is the primary key of the pallet table", "serves as the unique identifier of a pallet"."""
        verb = self._piece(at - 1) if not self._is(at - 1, "as") else self._piece(at - 2)
        place = at - 2 if not self._is(at - 1, "as") else at - 3
        subject, noun = self._piece(place), group.nouns[0]
        role = noun.key[-1] in NAMING_KEYS and bool({"primary", "unique"} & set(noun.words)) and noun.of is not None
        says = isinstance(verb, Verb) and verb.base in ("be", "serve", "act", "function") and not verb.negated
        if not role or not says or noun.of is None or not isinstance(subject, Group) or not all(is_attribute_head(n.head) for n in subject.nouns):
            return
        owner = Noun(words_of(noun.of), noun.of.start, noun.of.end, Bounds())
        self.claims.identifies.append(Identifies(owner, tuple(subject.nouns), subject.start, group.end))
        self._list(owner, Group(list(subject.nouns), subject.start, subject.end), "identify", "")
        self.claims.exists.append(Exists(owner, FAIR, "of each"))
        self.pieces[place : at + 1] = []

    def _owner_of_fact(self, fact: Noun) -> Noun | None:
        """Whose fact it is: by its own words, or by what was told of it lately."""
        told = next((h.owner for h in reversed(self.claims.has[-BACK:]) if words_of(h.item) == words_of(fact)), None)
        owner = fact.of or fact.owner or told
        return None if owner is None or self._is_system([owner]) or is_attribute_head(owner.head) else owner


def _type_of(noun: Noun) -> Noun:
    """ "the type of each order is ...": the type, which the phrase has left out for the orders."""
    whole = Noun(noun.words, noun.start, noun.end, Bounds())
    return Noun(("type",), noun.start, noun.end, Bounds(), of=whole) if noun.sorts and not noun.plural else noun


def _parts(piece: Piece) -> list[Part]:
    """A piece as parts, the nouns of a list with commas between."""
    if not isinstance(piece, Group):
        return [piece]
    found: list[Part] = []
    for noun in piece.nouns:
        found += [Mark("COMMA", ",", noun.start, noun.start)] if found else []
        found.append(noun)
    return found


def _is_value(piece: Piece) -> bool:
    if isinstance(piece, Verb):
        return piece.form in ("ed", "ing") and not piece.passive
    if isinstance(piece, Mark):
        return piece.tag in ("ADJ", "COMMA", "CONJ", "ADV", "NUM") or piece.text in WHERE
    plain = all(not (n.bounds.article in ("a", "the") or n.of or n.owner or is_attribute_head(n.head)) for n in piece.nouns)
    return plain and all(len(n.words) <= LONGEST_VALUE for n in piece.nouns)
