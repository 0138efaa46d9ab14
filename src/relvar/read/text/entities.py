"""Which nouns are entities: points for what the text says of each, a threshold, and one name for what is the same thing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from relvar.read.text.claims import Claims
from relvar.read.text.evidence import RECORD_WORDS, SHORT, Known, Mentions, is_person, signs, weights
from relvar.read.text.kinds import PARTS
from relvar.read.text.naming import REMEMBERED, Key, is_amount, is_attribute_head, words_of
from relvar.read.text.nominal import gerund, happening, happens
from relvar.read.text.phrases import Noun
from relvar.read.text.tags import ADJECTIVE_ENDINGS
from relvar.read.text.words import is_unchanged, listed, noun_class, singular, verb_form

COUNTED_PART = 2.0  # "has several X"
PLAIN_PART = 1.2  # "a team has players"
DOES = 1.0  # subject or object of a verb
AGENT = 1.0  # and a person or organization besides
PLACE = 0.6  # behind a preposition
PARTY_PART = 0.8  # "a customer" among what an invoice has: an entity where the text speaks of customers elsewhere too
# Log-odds: a table too many is seen and struck out, a missing one takes its attributes with it. Of 0, -0.3 and -0.6, -0.3 lost least on
# texts that the weights had not seen; a line or two say nothing twice, so signs that lean on repetition fail there.
ENOUGH, ENOUGH_IN_A_LINE = -0.3, -0.7
A_LINE = 40  # words: the length up to which a brief is sentences, not a text; no text of the benchmark is so short
SURE = {"form", "added"}  # a sheet or resource; what is added to each of something and has a list of its own
WELL_DESCRIBED = 4  # attributes: what has so many is spoken of, however seldom
DESCRIBED = 2  # attributes: one may be a part or a slip of the reading
# Classes of nouns that name something to be kept though the word is a verb as well: shed, gate, patent
THINGS = ("artifact", "person", "animal", "food", "group", "plant", "location", "object", "communication")
CLOSED = ("determiner", "each", "pronoun", "modal", "be", "preposition", "adverb", "adjective", "conjunction", "months")


NO_THINGS = (("relationship",), ("relation",), ("association",))  # what is between two
ONE_OF_TWO = (("first",), ("second",))  # "the first person" of two


@dataclass(slots=True)
class Candidate:
    """A noun that may be an entity, with its points and what they were given for."""

    key: Key
    first: Noun
    points: float = 0.0  # for the constructions that name it
    odds: float = 0.0  # log-odds of being an entity, all signs together
    owned: set[Key] = field(default_factory=set)
    why: Counter[str] = field(default_factory=Counter)

    def add(self, points: float, why: str) -> None:
        self.points += points
        self.why[why] += 1


class Entities:
    """The entities of a text, found by `find`; resolves any phrase to the entity it speaks of."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.candidates: dict[Key, Candidate] = {}
        self.alias: dict[Key, Key] = {}
        self.chosen: dict[Key, Candidate] = {}
        self.measured: set[Key] = set()
        self.times: Counter[Key] = Counter()  # how often the text names each
        self.by_head: dict[str, list[Key]] = {}  # of the chosen, by their last and by their first word
        self.by_first: dict[str, list[Key]] = {}
        self.short = self.in_a_line = False
        self.kinds = {words_of(kind) for one in claims.specialises for kind in one.kinds}  # named as kinds of something
        self.spoken: dict[Key, list[Noun]] = {}  # each noun by its words
        for noun in claims.nouns:
            self.spoken.setdefault(words_of(noun), []).append(noun)
        self.compounds = {key for key, nouns in self.spoken.items() if any(len(noun.words) > 1 for noun in nouns)}

    def find(self, words: int) -> None:
        """Choose the entities of a text of so many words."""
        self.count(words)
        self.measured = {words_of(noun) for noun in self.claims.measured}
        mentions = Mentions(self.claims, self.spoken, words)
        self.times = mentions.times
        self._judge(mentions)
        self.in_a_line = words <= A_LINE
        enough = ENOUGH_IN_A_LINE if self.in_a_line else ENOUGH
        self.chosen = {k: c for k, c in self.candidates.items() if SURE & set(c.why) or (self._is_likely(c, enough) and not self._says_nothing(k))}
        for key in self.chosen:
            self.by_head.setdefault(key[-1], []).append(key)
            self.by_first.setdefault(key[0], []).append(key)
        self._merge()

    def _is_likely(self, candidate: Candidate, enough: float) -> bool:
        facts = [item for item in candidate.owned if is_attribute_head(item[-1])]
        return candidate.odds > (enough if len(facts) < WELL_DESCRIBED else ENOUGH_IN_A_LINE)

    def _says_nothing(self, key: Key) -> bool:
        """ "Records are kept for 10 years" are whatever is kept; "a customer" among what another thing has is as much as its name."""
        candidate = self.candidates[key]
        if key in NO_THINGS:
            return True
        if not candidate.owned and (key in self.measured or (len(key) == 1 and key[0] in listed("sure_attribute"))):
            return True
        return not candidate.owned and (set(candidate.why) == {"party"} or (len(key) == 1 and key[0] in RECORD_WORDS))

    # --- points ---

    def key_of(self, noun: Noun) -> Key:
        """Its words; "the usage of reagents" is called as the text calls it elsewhere, "reagent usage"."""
        key = words_of(noun)
        turned = (*words_of(noun.of), *key) if noun.of is not None and happens(key[-1]) else ()
        return turned if turned in self.compounds else key

    def _candidate(self, noun: Noun) -> Candidate | None:
        key = self.key_of(noun)
        if key in self.claims.documents or is_amount(noun):
            return None
        if noun.quoted or not (_nameable(key) or ((len(key) == 1 or _is_like_an_adjective(key)) and _is_called(noun))):
            return None
        if key not in self.candidates:
            self.candidates[key] = Candidate(key, noun)
        return self.candidates[key]

    def count(self, words: int) -> None:
        """Give every noun that may be an entity the points of the constructions that it stands in."""
        self.short = words <= SHORT
        for exists in self.claims.exists:
            self._give(exists.noun, exists.weight, exists.why)
        for has in self.claims.has:
            owner, item = self._candidate(has.owner), words_of(has.item)
            if owner is not None:
                owner.owned.add(item)
            party = item[-1] in listed("party")
            if not has.item.written and (not is_attribute_head(has.item.head) or party):
                counted = has.item.bounds.stated and has.item.bounds.most != 1
                if counted:
                    self._give(has.item, COUNTED_PART, "counted")
                elif party and len(item) == 1 and has.item.of is None and not has.item.tail:
                    if "party" not in self.candidates.get(item, Candidate((), has.item)).why:
                        self._give(has.item, PARTY_PART, "party")
                elif words_of(has.owner)[-1] in PARTS and has.item.bounds.article == "a":
                    self._give(has.item, PLAIN_PART, "of a line")  # "each line has a product and a quantity"
                elif has.item.plural and (has.listed == 1 or (self.short and "mixed" not in has.flags)):
                    self._give(has.item, PLAIN_PART, "part")
        for relates in self.claims.relates:
            self._give(relates.subject, DOES, "subject")
            near = relates.direct or relates.object.bounds.article == "a" or relates.object.bounds.stated or relates.object.plural
            self._give(relates.object, DOES if near else PLACE, "object")
            if "own" in relates.object.words:
                self._give(relates.object, COUNTED_PART, "own")  # "nurses see only their own ward": who belongs to which is kept
            for noun in (relates.subject, relates.object):
                if words_of(noun)[-1] in listed("party"):
                    self._give(noun, AGENT if relates.direct else AGENT / 2, "agent")

        for key in self.kinds & self.candidates.keys():
            if self.candidates[key].owned:
                self.candidates[key].add(COUNTED_PART, "kind")  # named as a kind of something, and told of
        for exists in self.claims.hints:
            self._give(exists.noun, exists.weight, exists.why)
        self._give_doings()

    def _give_doings(self) -> None:
        """ "sellers list instruments", where "listings" are spoken of as well: what they do is kept."""
        doings = (key for key in self.spoken if len(key) == 1 and happens(key[0]))
        spoken_of = {key: noun for key in doings for noun in self.spoken[key] if noun.plural or noun.bounds.article}
        for relates in self.claims.relates:
            names = (gerund(relates.verb), happening(relates.verb)) if relates.verb else ()
            doing = next((spoken_of[(n,)] for n in names if (n,) in spoken_of), None)
            if doing is not None and is_person(words_of(relates.subject)[-1]):
                self._give(doing, COUNTED_PART, "done")

    def _give(self, noun: Noun, points: float, why: str) -> None:
        candidate = self._candidate(noun)
        if candidate is not None and candidate.why[why] < 3:
            candidate.add(points, why)

    def _judge(self, mentions: Mentions) -> None:
        known, learned = Known(self.candidates), weights()
        for key, candidate in self.candidates.items():
            found = signs(key, candidate.first, candidate.points, candidate.owned, mentions, known)
            candidate.odds = learned["always"] + sum(learned.get(sign, 0.0) * value for sign, value in found.items() if value)

    # --- one name for one thing ---

    def _merge(self) -> None:
        for key in list(self.chosen):
            target = self._same_as(key)
            if target is not None and target != key and key in self.chosen and target in self.chosen:
                self._into(key, target)

    def _same_as(self, key: Key) -> Key | None:
        if len(key) > 1 and key[-1] in RECORD_WORDS and key[:-1] in self.chosen:
            return key[:-1]
        if "form" in self.chosen[key].why or (key in self.kinds and self.chosen[key].owned):
            return None  # a kind of which something is told is not the same, and a sheet or resource is called as it is titled
        sent = [k for k in self.by_head[key[-1]] if "sent" in self.chosen[k].why] if len(key) == 1 else []
        if len(sent) == 1 and sent[0] != key:
            return sent[0]  # "readings" where turbines are read at a pace: theirs
        if len(key) == 1 and (whole := self._named_by(key)) is not None:
            return whole
        if len(key) == 1:
            longer = [k for k in self.by_head[key[0]] if len(k) > 1 and not self._is_plain(k) and k not in self.kinds]
            longer = [k for k in longer if not self._is_a_later_kind(key, k)]
            longer = [k for k in longer if not any(k != other and k[-len(other) :] == other for other in longer)]  # no pair of one with another
            longer = [k for k in longer if not self._is_passed_by(key, k)]
            whole = longer[0][:-1] if len(longer) == 1 and not self._is_special(key, longer[0]) else ()
            other = (whole in self.chosen or whole in self.alias) and not self._is_meant(key, longer[0])
            both = bool(whole) and self._describes(key) and self._describes(longer[0]) and not self._is_short_for(key, longer[0])
            if whole and not both and not other:
                return longer[0]
            return None
        for cut in range(1, len(key)):
            rest = key[cut:]
            if rest in self.chosen and (
                self._is_titled(rest, key)
                or self._is_a_later_kind(rest, key)
                or self._is_quality(key[:cut], key)
                or self._is_owner(key[:cut], key)
                or self._is_special(rest, key)
            ):
                return rest
        return None

    def _is_short_for(self, short: Key, key: Key) -> bool:
        """ "we write a rental contract ...; for each costume on the contract": the one that was spoken of."""
        spoken = self.spoken[short]
        definite = all(noun.bounds.article == "the" or noun.plural for noun in spoken) and any(noun.bounds.article == "the" for noun in spoken)
        return definite and self.chosen[key].first.start < min(noun.start for noun in spoken)

    def _is_passed_by(self, short: Key, key: Key) -> bool:
        """ "we rent to theatres, film productions and others; a production has a title and a composer": whom one sentence names besides."""
        some = self.chosen[key]
        bare = some.first.plural and not some.first.bounds.article and self.times[key] == 1
        return bare and set(some.why) == {"object"} and not some.owned and self._describes(short)

    def _is_meant(self, short: Key, key: Key) -> bool:
        """ "loan officers have a number; the officer receives the money": the loan officer, though there are loans besides."""
        first = self.chosen[short].first
        return is_person(short[-1]) and key in self.compounds and first.bounds.article == "the" and self.chosen[key].first.start < first.start

    def _is_a_later_kind(self, short: Key, key: Key) -> bool:
        """ "choice questions have options", where a questionnaire has questions, each with facts: questions of one kind, with none of their own."""
        some, every = self.chosen[key], self.chosen[short]
        if key[:1] in self.chosen:
            return False  # a recipe ingredient is of a recipe and an ingredient
        return len(short) == 1 and len(key) == 2 and self._describes(short) and not self._describes(key) and some.first.start > every.first.start

    def _is_special(self, short: Key, key: Key) -> bool:
        """ "emergency surgeries" late in a text of surgeries: some of them, of which nothing more is told."""
        some, every = self.chosen[key], self.chosen[short]
        return len(short) == 1 and not some.owned and some.first.start > every.first.start and self.times[short] > 2 * self.times[key]

    def _describes(self, key: Key) -> bool:
        """Whether the text describes what this name stands for: "a project contains documents" says nothing new of translation projects."""
        return len([o for o in self.chosen[key].owned if o not in self.chosen]) >= DESCRIBED

    def _named_by(self, key: Key) -> Key | None:
        """ "the land" beside "each land parcel has a land ID": what carries the short name's number is called by it."""
        longer = [k for k in self.by_first[key[0]] if len(k) == 2]
        if len(longer) != 1 or len(self.chosen[key].owned) > 1 or longer[0][1:] in self.chosen:
            return None  # a "role permission" has the number of the role and is none
        numbered = any(o[:-1] == key and o[-1] in listed("identifier_head") for o in self.chosen[longer[0]].owned)
        return longer[0] if numbered else None

    def _is_titled(self, short: Key, key: Key) -> bool:
        """ "pipe organs" beside a sheet called "Organs" are those."""
        return "form" in self.chosen[short].why and not self.chosen[key].owned

    def _is_owner(self, words: Key, key: Key) -> bool:
        """ "equipment maintenance record" beside "equipment" and "maintenance record" says whose they are."""
        return words in self.chosen and not self.chosen[key].owned and bool(self.chosen[key[len(words) :]].owned)

    def _is_quality(self, words: Key, key: Key) -> bool:
        """Adjectives and participles before a known name are a role or state of it, unless it owns data under that name."""
        adjectives = self.chosen[key].first.adjectives
        if is_person(key[-1]) and all(verb_form(w)[1] in ("ing", "ed") for w in words):
            return True  # "the examining teacher", "winning participants": who they are at that moment
        if all(verb_form(w)[1] == "ed" for w in words) and not self.chosen[key[len(words) :]].owned:
            return True  # "observed avalanches have a size; each avalanche is in one report": nothing is told of others
        return all(w in adjectives or w in listed("side") or verb_form(w)[1] == "ed" for w in words) and len(self.chosen[key].owned) < 2

    def _is_plain(self, key: Key) -> bool:
        """Nothing but qualities before the name: "winning participants", "new orders"."""
        adjectives = self.chosen[key].first.adjectives
        participles = is_person(key[-1]) and all(verb_form(w)[1] in ("ing", "ed") for w in key[:-1])
        return participles or all(w in adjectives for w in key[:-1])

    def _into(self, key: Key, target: Key) -> None:
        gone = self._take(key)
        self.chosen[target].points += gone.points
        self.chosen[target].owned |= gone.owned
        self.alias[key] = target

    def is_told(self, key: Key) -> bool:
        """Whether the text lists it, or speaks of each of it."""
        return bool({"form", "list", "bullet", "with", "there are", "for each", "paired", "scheduled", "record"} & set(self.chosen[key].why))

    def only_acts(self, key: Key) -> bool:
        """ "the hall master starts the clock": a role of somebody, where the text says no more of masters."""
        candidate = self.chosen[key]
        acts = set(candidate.why) <= {"subject", "agent"} and candidate.first.bounds.article == "the"
        return acts and is_person(key[-1]) and not candidate.first.plural and not self.in_a_line

    def forget(self, key: Key) -> None:
        self._take(key)

    def _take(self, key: Key) -> Candidate:
        self.by_head[key[-1]].remove(key)
        self.by_first[key[0]].remove(key)
        return self.chosen.pop(key)

    # --- what a phrase speaks of ---

    def resolve(self, noun: Noun) -> Key | None:
        """The entity that a phrase names, or None."""
        return None if noun.quoted else self.named(self.key_of(noun))

    def named(self, key: Key) -> Key | None:
        """The entity of this name: to the letter, without record words, by its last words, or by a head that only one has."""
        if not key:
            return None
        key = (*key[:-1], singular(key[-1]))
        for variant in (key, key[:-1] if len(key) > 1 and key[-1] in RECORD_WORDS else key, (*key, "record")):
            while variant in self.alias:
                variant = self.alias[variant]
            if variant in self.chosen:
                return variant
        for cut in range(1, len(key)):
            if key[cut:] in self.chosen and (not is_attribute_head(key[-1]) or key[:cut] in ONE_OF_TWO):
                return key[cut:]
        same_head = self.by_head.get(key[-1], [])
        only = same_head[0] if len(key) == 1 and len(same_head) == 1 and not is_attribute_head(key[-1]) else None
        person = only in self.compounds and is_person(key[-1])  # "the officer", where there are loan officers and loans
        if only is not None and (only[:-1] not in self.chosen or person or "sent" in self.chosen[only].why):
            return only  # "readings" are those of the cellar where no others are known
        return None


def _is_like_an_adjective(key: Key) -> bool:
    """ "relative", "major", "village cooperative": a noun only where it stands as one."""
    return key[-1] in listed("adjective") or (key[-1].endswith(ADJECTIVE_ENDINGS) and key[-1] not in listed("not_adjective"))


def _is_called(noun: Noun) -> bool:
    """ "the exhibits", "each exhibit", "each major": behind an article a word that may be a verb or an adjective is a noun."""
    base, form = verb_form(noun.words[-1].lower())
    if _is_like_an_adjective(noun.key) and noun.words[-1].endswith("s") and noun.plural:
        return True  # "creatives", "directives"
    if _is_like_an_adjective(noun.key) and noun_class(noun.key[-1]):
        return bool(noun.bounds.each or noun.bounds.article == "a" or noun.plural)
    return bool(base) and form in ("base", "s") and bool(noun.bounds.article or noun.bounds.each or noun.bounds.stated) and noun.key[-1].isalpha()


def _nameable(key: Key) -> bool:
    return "following" not in key and _is_name(key[-1])


@lru_cache(maxsize=REMEMBERED)
def _is_name(head: str) -> bool:
    """Whether a thing may be called by a name that ends with this word."""
    if head in ("id", "identifier"):
        return False
    base, form = verb_form(head)
    thing = noun_class(head) in THINGS and not is_unchanged(head)  # "a threshold set for the device" names no set
    if (
        base
        and (form == "ed" or (base not in listed("both") and form in ("base", "s") and not thing))
        and head not in listed("attribute_head", "event", "party")
    ):
        return False
    if head.endswith(ADJECTIVE_ENDINGS) and head not in listed("not_adjective"):
        return False
    if len(head) < 2 or head[0].isdigit() or not (head.isalpha() or any(c.isalpha() for c in head)):
        return False
    return head not in listed(*CLOSED) or head == "match"
