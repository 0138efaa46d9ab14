"""Who does what to what: each claim "X does Y" becomes a relationship, or ties both to the occurrence that the text keeps of it."""

from __future__ import annotations

from relvar.model.brief import Source
from relvar.read.text.claims import Claims, Counted, Done, Relates
from relvar.read.text.entities import Entities
from relvar.read.text.kinds import TIME_HEADS
from relvar.read.text.links import ASSUMED, SHARED, STATED, TOLD_BY_NUMBER, Links, Statement, is_created
from relvar.read.text.naming import EMPTY_ADJECTIVES, Key, identifier, words_of
from relvar.read.text.nominal import gerund, happens, is_named, named_after
from relvar.read.text.owned import Owner
from relvar.read.text.phrases import Noun
from relvar.read.text.words import listed, singular

SUPERIORS = {("manager",), ("supervisor",), ("boss",), ("superior",), ("mentor",)}
STAFF = {"employee", "staff", "worker", "personnel", "member"}
STAYS = frozenset(
    [
        "work",
        "live",
        "belong",
        "stay",
        "sit",
        "lie",
        "stand",
        "reside",
        "depend",
        "consist",
        "land",
        "arrive",
        "depart",
        "come",
        "go",
        "happen",
        "occur",
        "remain",
        "report",
    ]
)
# what is done to a row that stands already: until then there is nobody to name
BOUGHT = frozenset(["buy", "purchase", "sell", "rent", "hire", "handle", "use", "borrow"])  # of one ticket or booking there is one holder
LATER = frozenset(
    ["assign", "repair", "approve", "review", "answer", "deliver", "win", "buy", "sell", "check", "handle", "resolve", "close", "reject", "cancel"]
)
# what is taken, mended or judged stands there before anyone does it
TAKEN = frozenset(["adopt", "reserve", "book", "repair", "win", "resolve", "reject"])
RESPONSIBLE = frozenset(["manage", "handle", "approve", "monitor", "check", "process", "supervise"])
FOUND = frozenset(["find", "show", "display"])  # "damages are found on panels" says where they are; to find orders is to look
# what may be done with the same thing on many occasions, and on one occasion with many things
USED_AGAIN = frozenset(["use", "fly", "ride", "drive", "play", "show", "wear", "sing", "perform", "exhibit", "display", "present", "screen", "serve"])
OPTIONAL = frozenset(["may", "can", "could", "optionally"])
INTO = frozenset(["into", "with"])  # many pieces that something is cut into, many meters it is equipped with, have it as their one


def _of_none(relates: Relates) -> bool:
    """ "no box is occupied by two dogs" forbids; it tells of no tie."""
    return any(n.bounds.stated and n.bounds.most == 0 for n in (relates.subject, relates.object))


def _is_any(one: Noun, other: Noun) -> bool:
    """ "one keeper feeds several enclosures, and one enclosure is fed by several keepers": any one, where the other end is counted as many."""
    return one.bounds.most == 1 and other.bounds.stated and other.bounds.most != 1


def _is_in_charge(relates: Relates) -> bool:
    """ "each song is managed by one manager", "each clerk can handle several claims": counted of each, who does it is kept."""
    ends = (relates.subject.bounds, relates.object.bounds)
    counted = any(one.each and (other.stated or other.article == "a") for one, other in (ends, ends[::-1]))
    return relates.verb in RESPONSIBLE and counted and not relates.preposition


class Ties:
    """Places what is done between entities; the owners with their attributes are filled beside (read/text/attributes.py)."""

    def __init__(self, text: str, claims: Claims, entities: Entities, links: Links) -> None:
        self.text, self.claims, self.entities, self.links = text, claims, entities, links
        self.owners: dict[Key, Owner] = {key: Owner(key) for key in entities.chosen}
        events = (key for key in self.owners if len(key) > 1 and key[-1] in listed("event"))
        self.called = {singular(key[0]): key for key in events}  # "service visit" is called after servicing

    # --- what all placing needs ---

    def _event(self, verb: str, a: Key, b: Key) -> Key | None:
        """The entity that the verb names, unless it is one of the two that the verb joins."""
        if verb in ("", "have") or verb in listed("contains"):
            return None
        event = next((key for name in named_after(verb) if (key := self.entities.named((name,))) is not None), None)
        event = event or next((self.called[name] for name in (verb, *named_after(verb)) if name in self.called), None)
        recorded = event is not None and event[-1] == verb and verb in listed("record")  # "for each loan we record the tool": on no inspection record
        return None if event is None or recorded or event in (a, b) or len(event) > 2 else event

    def _point(self, event: Key, ends: tuple[Key, ...], verb: str, source: Source) -> None:
        for end in ends:
            if not self.links.between(event, end):
                self.links.tell(event, end, Statement(None, 1, ASSUMED, source), verb)
            self.owners[event].refers.add(end)

    def source(self, start: int, end: int) -> Source:
        return Source(kind="brief", words=" ".join(self.text[start:end].split()), start=start)

    def _is_party(self, key: Key | None) -> bool:
        return key is not None and key[-1] in listed("party") and key in self.owners

    def _role(self, words: Key, target: Key) -> str:
        """The words by which a reference differs from the entity's name: "operating user" -> operating_user."""
        if words in SUPERIORS and target[-1] in STAFF:
            return words[0]
        if words == target or (words[-1] == target[-1] and len(words) <= len(target)):
            return ""
        extra = [w for w in words if w not in target and w not in EMPTY_ADJECTIVES]
        return identifier(words) if extra and singular(words[-1]) == target[-1] else ""

    # --- X does Y ---

    def _relates(self, relates: Relates) -> None:
        a, b = self.entities.resolve(relates.subject), self.entities.resolve(relates.object)
        if (a is None) != (b is None) and not relates.negated:
            self._one_end(a or b, relates)
        if a is None or b is None or relates.negated or _of_none(relates):
            return
        if a == b:
            self._itself(a, relates)
            return
        if "own" in relates.object.words or "assigned" in relates.object.words:
            self._own(a, b, relates)
        source = self.source(relates.start, relates.end)
        listing = self.entities.named((gerund(relates.verb),))
        if listing is not None and listing not in (a, b) and listing[-1] == gerund(relates.verb):
            self._point(listing, (a, b), relates.verb, source)  # "sellers list instruments" where listings are searched
            return
        if relates.verb in listed("view_verbs") and not (relates.verb in FOUND and relates.passive) and not _is_in_charge(relates):
            return
        if (event := self._event(relates.verb, a, b)) is not None:
            self._point(event, (a, b), relates.verb, source)
            return
        forth = self._counted(relates.object, source, relates)
        role = self._role(words_of(relates.object), b)
        if relates.verb in ("belong", "pertain", "reference"):
            least = relates.object.bounds.least if relates.object.bounds.stated else None
            several = relates.object.plural and (relates.object.bounds.stated or not relates.subject.plural or relates.modal in OPTIONAL)
            of_many = Statement(0, None, ASSUMED, source) if several else None  # "can belong to multiple types": types of many
            self.links.tell(a, b, forth if several else Statement(least, 1, STATED, source), relates.verb, role, of_many)
            return
        if relates.preposition and not self._shared_by_preposition(relates):
            self._beside(a, b, relates, source, role)
            return
        back = self._back(relates, source)
        if self.links.between(a, b) and not (relates.object.bounds.stated or relates.subject.bounds.stated):
            return  # what was counted before is not undone by a verb
        self.links.tell(a, b, forth, relates.verb, "", back)

    def _counted_so(self, counted: Counted) -> None:
        """A number that a sentence of nothing else tells of two."""
        a, b = self.entities.resolve(counted.of), self.entities.resolve(counted.has)
        if a is not None and b is not None and a != b:
            statement = Statement(counted.least, counted.most, STATED, self.source(counted.start, counted.end))
            self.links.tell(a, b, statement, "have" if counted.most is None else "belong")

    def _done(self, done: Done) -> None:
        """ "equipment must be checked every month; each check has a date": the check is of one piece."""
        end = self.entities.resolve(done.noun)
        event = self._event(done.verb, end, end) if end is not None else None
        if end is not None and event is not None and (happens(event[-1]) or is_named(done.verb)):
            self._point(event, (end,), done.verb, self.source(done.start, done.end))

    def _one_end(self, end: Key | None, relates: Relates) -> None:
        """ "students submit code to problems" where submissions are kept: each is of a student and of a problem, whatever the code is."""
        if end is None or relates.verb in listed("view_verbs", "idle", "manage"):
            return
        event = self._event(relates.verb, end, end)
        if event is not None and happens(event[-1]):
            self._point(event, (end,), relates.verb, self.source(relates.start, relates.end))

    def _own(self, a: Key, b: Key, relates: Relates) -> None:
        """ "nurses see only their own ward", "customers see their own orders": one belongs to the other."""
        source = self.source(relates.start, relates.end)
        if relates.object.plural:
            self.links.tell(b, a, Statement(None, 1, ASSUMED, source), "belong")
            self.owners[b].refers.add(a)
        else:
            self.links.tell(a, b, Statement(None, 1, ASSUMED, source), "belong")
            self.owners[a].refers.add(b)

    def _counted(self, noun: Noun, source: Source, relates: Relates) -> Statement:
        bounds = noun.bounds
        if bounds.stated:
            least = bounds.least if bounds.least != bounds.most or bounds.most == 1 else 0
            if bounds.most == 1 and relates.modal in OPTIONAL and not relates.passive:
                least = 0
            return Statement(least, bounds.most, TOLD_BY_NUMBER if _is_any(noun, relates.subject) else STATED, source)
        if relates.modal in ("must",) and not noun.plural:
            return Statement(1, 1, STATED, source)
        if relates.subject.bounds.each and self._is_event(relates.subject) and bounds.article == "a" and not relates.passive:
            return Statement(1, 1, TOLD_BY_NUMBER, source)  # "every treatment follows a procedure"
        return Statement(0, None, ASSUMED, source)

    def _back(self, relates: Relates, source: Source) -> Statement | None:
        """How many subjects one object has."""
        made = is_created(relates.verb) and relates.verb not in SHARED
        bounds = relates.subject.bounds
        optional = relates.passive and relates.modal in OPTIONAL
        if bounds.stated:
            sure = TOLD_BY_NUMBER if _is_any(relates.subject, relates.object) else STATED
            return Statement(0 if optional and bounds.most == 1 else bounds.least, bounds.most, sure, source)
        if optional and not relates.subject.plural:
            return Statement(0, 1, TOLD_BY_NUMBER, source)
        if relates.object.bounds.stated and relates.object.bounds.most == 1 and not (relates.passive or made):
            return Statement(0, None, ASSUMED, source)  # "each crier wears one uniform": of one uniform nothing is said
        later = relates.verb in LATER and self._is_event(relates.object) and not relates.object.bounds.each
        if (later and not made and relates.verb not in SHARED) or (relates.verb in TAKEN and not self._is_event(relates.object)):
            return Statement(0, 1, ASSUMED, source)  # an order stands before anyone delivers it
        if made or (relates.verb == "correspond" and relates.object.bounds.most != 1):
            return Statement(1, 1, ASSUMED, source)
        each_of_many = relates.object.plural and relates.verb in BOUGHT  # "passes are bought by a guest"
        if relates.passive and (relates.object.bounds.each or each_of_many) and bounds.article == "a":
            return Statement(0 if optional else 1, 1, TOLD_BY_NUMBER, source)  # "each training car is used by a fixed coach"
        if (relates.alone or relates.verb in SHARED) and not (relates.verb in BOUGHT and self._is_event(relates.object)):
            return Statement(0, None, ASSUMED, source)
        return Statement(1, 1, ASSUMED, source)

    def _itself(self, a: Key, relates: Relates) -> None:
        """ "species may be confused with other species", "an apprentice is taught by another": rows of one entity, tied to each other."""
        noun = next((n for n in (relates.object, relates.subject) if {"other", "another"} & {*n.words, n.bounds.article}), None)
        if noun is None or relates.verb in listed("view_verbs"):
            return
        source = self.source(relates.start, relates.end)
        several = "another" not in (*noun.words, noun.bounds.article)
        one = Statement(0, 1, TOLD_BY_NUMBER, source)
        many = Statement(0, None, TOLD_BY_NUMBER, source)
        self.links.tell(a, a, many, relates.verb, identifier(("other", *a)), many if several else one)

    def _is_event(self, noun: Noun) -> bool:
        return words_of(noun)[-1] in listed("event")

    def _is_occasion(self, key: Key) -> bool:
        """Whether it takes place at a time."""
        return key[-1] in listed("event") or any(owned.words[-1] in TIME_HEADS for owned in self.owners[key].attributes.values())

    def _shared_by_preposition(self, relates: Relates) -> bool:
        """Intransitive verbs of sharing: "students enrol in courses"."""
        return (
            relates.alone
            and not happens(relates.subject.key[-1])  # "burials take place in graves": each in one
            and relates.verb not in STAYS
            and relates.preposition in ("in", "to", "at", "for", "on", "with")
            and relates.object.plural
            and (relates.subject.plural or (relates.subject.bounds.article == "a" and relates.subject.key[-1] in listed("party")))
        )

    def _beside(self, a: Key, b: Key, relates: Relates, source: Source, role: str) -> None:
        """What stands behind a preposition is one for each of what stands before it, unless there are more of it than of that."""
        bounds, subject = relates.object.bounds, relates.subject
        known = [link for link in self.links.between(a, b) if link.role == role or not role]
        if known and not bounds.stated and known[0].told(a):
            return
        counted = subject.bounds.article == "a" or subject.bounds.each
        at_one = self._is_event(subject) and relates.preposition != "into"  # an event is in one place
        one_of_many = relates.object.plural and counted and not (subject.plural or bounds.stated or at_one)  # "a route leads through streets"
        if one_of_many and self._is_event(relates.object) and relates.preposition in ("on", "in", "during", "for") and a[-1] not in listed("event"):
            self.links.tell(b, a, Statement(None, 1, TOLD_BY_NUMBER, source), relates.verb, role)  # "takes a vehicle on trips": each with one
            self.owners[b].refers.add(a)
            return
        again = relates.verb in USED_AGAIN and relates.passive and subject.plural and relates.object.plural
        if again and self._is_occasion(b) and not self._is_occasion(a) and not bounds.stated:
            several = Statement(0, None, TOLD_BY_NUMBER, source)
            self.links.tell(a, b, several, relates.verb, role, several)  # "birds are flown in displays", "pieces are played at concerts"
            return
        many = one_of_many or (bounds.stated and bounds.most != 1)
        later = relates.verb in LATER and not bounds.stated and relates.preposition in ("to", "with")
        least = 0 if relates.modal in OPTIONAL or later else bounds.least if many and bounds.stated else None
        sure = STATED if bounds.stated else TOLD_BY_NUMBER if one_of_many else ASSUMED
        own = (
            relates.preposition in INTO or relates.verb == "correspond" or (relates.preposition == "for" and self._is_party(a))
        )  # "clients apply for several cards"
        back = Statement(0, None, ASSUMED, source) if many and not own else None
        self.links.tell(a, b, Statement(least, None if many else 1, sure, source), relates.verb, role, back)
        if not many:
            self.owners[a].refers.add(b)
