"""What an indirect question asks for, as the words of a fact: "when it was last updated" asks for a last update time."""

from __future__ import annotations

from dataclasses import dataclass, field

from relvar.read.text.lists import Group, Piece
from relvar.read.text.naming import Key, is_attribute_head, words_of
from relvar.read.text.nominal import happening, named_after
from relvar.read.text.phrases import KINDS, Mark, Noun, Verb
from relvar.read.text.truths import asked_whether
from relvar.read.text.words import listed, noun_class, singular, verb_form

ASKING = {"when", "where", "who", "what", "how", "whose", "whether"}
# "when the purchase was made", "when it took place": the noun says what happened, not the verb
SAYS_NOTHING = {"be", "make", "take", "happen", "occur", "come", "have", "do", "carry", "perform", "hold", "begin", "get", "go", "set"}
# what software does has a time of day, what people do a date
BY_THE_CLOCK = {"create", "update", "delete", "modify", "change", "send", "receive", "log", "record", "visit", "enter", "leave", "read", "view",
                "arrive", "depart"}  # fmt: skip
SURELY = {"actually": "actual", "last": "last", "first": "first", "next": "next", "originally": "original"}
CALLED, CHARGED = {"call", "name", "entitle"}, {"charge", "responsible"}
WORTH = {"cost": "cost", "weigh": "weight", "charge": "charge", "earn": "salary", "hold": "capacity"}  # "what it costs", "how much it costs"
WHAT = WORTH | {"do": "content", "happen": "content", "modify": "content", "change": "content", "measure": "size", "say": "content", "pay": "price",
                "cause": "cause"}  # fmt: skip
STARTS, ENDS = {"start", "begin", "depart", "leave"}, {"go", "end", "arrive", "finish"}
PLACED = {"locate", "house", "situate", "stand", "keep", "store", "place", "lie", "live", "take", "happen", "hang", "work", "stay", "hold", "moor",
          "park", "be", "find", "occur", "install", "sit", "build", "buy", "meet"}  # fmt: skip
LASTING = {"long": "duration", "far": "distance", "high": "height", "deep": "depth", "heavy": "weight", "old": "age", "large": "size", "big": "size",
           "wide": "width", "tall": "height", "fast": "speed", "warm": "temperature", "strong": "strength", "steep": "gradient",
           "serious": "severity", "severe": "severity", "urgent": "urgency"}  # fmt: skip
METHODS = {"deliver", "pay", "ship", "send", "transport", "store", "settle", "contact", "book", "order", "treat", "calculate", "charge"}


@dataclass(slots=True)
class Question:
    """An indirect question: its first word and what stands in its clause."""

    word: str
    clause: list[Piece]
    verbs: list[Verb] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.verbs = [p for p in self.clause if isinstance(p, Verb)]
        self.marks = [p.text for p in self.clause if isinstance(p, Mark)]
        self.nouns = [n for p in self.clause if isinstance(p, Group) for n in p.nouns]

    @property
    def told(self) -> set[str]:
        return {verb.base for verb in self.verbs}

    @property
    def last(self) -> Verb | None:
        return self.verbs[-1] if self.verbs else None

    @property
    def subject(self) -> Noun | None:
        """The noun right behind the question's word."""
        first = self.clause[0] if self.clause else None
        return first.nouns[0] if isinstance(first, Group) else None


def asked_for(word: str, clause: list[Piece]) -> list[Key]:
    """The facts that a question asks for, by its first word and what follows; none where they do not say it."""
    if gloss := _gloss(clause):
        return gloss
    found = [ASKED[word](Question(word, part)) for part in _one_by_one(clause)] if word in ASKED else []
    return [words for words in found if words]


def _one_by_one(clause: list[Piece]) -> list[list[Piece]]:
    """ "it started and ended" says two things of one subject."""
    joint = next((i for i, p in enumerate(clause) if isinstance(p, Mark) and p.tag == "CONJ" and 0 < i < len(clause) - 1), 0)
    first = next((i for i, p in enumerate(clause) if isinstance(p, Verb)), 0)
    if not joint or not isinstance(clause[joint - 1], Verb) or not isinstance(clause[joint + 1], Verb):
        return [clause]
    return [clause[:joint], [*clause[:first], *clause[joint + 1 :]]]


def _gloss(clause: list[Piece]) -> list[Key]:
    """ "what he charges per consultation (consultation price)": the brackets say what it is called."""
    last = clause[-1] if clause else None
    inside = last.inside if isinstance(last, Mark) else last.nouns[-1].inside if isinstance(last, Group) else []
    nouns = [p for p in inside if isinstance(p, Noun)]
    other = any(not isinstance(p, Noun) and not (isinstance(p, Mark) and p.tag in ("COMMA", "CONJ", "DET")) for p in inside)
    return [] if other or not nouns or not all(is_attribute_head(n.head) for n in nouns) else [words_of(n) for n in nouns]


def _where(question: Question) -> Key:
    if question.told & STARTS:
        return ("start", "location")
    if question.told & ENDS:
        return ("destination",)
    what = question.subject
    placed = question.told <= PLACED and bool(question.told) and not (question.told == {"be"} and what is not None)
    happened = what is not None and noun_class(singular(what.head)) in ("event", "act")
    return (*words_of(what), "location") if placed and happened and what is not None else ("location",) if placed else ()


def _who(question: Question) -> Key:
    heads = {n.key[-1] for n in question.nouns}
    if CHARGED & (heads | set(question.marks)):
        return ("person", "in", "charge")
    if question.told == {"be"} and len(question.nouns) == 1 and isinstance(question.clause[-1], Verb):
        return words_of(question.nouns[0])  # "who the manager is"
    last = question.last
    if last is None or question.nouns or question.clause[0] is not last:
        return ()
    doer = next((d for d in (last.base + "er", last.base + "r", last.base + "or") if noun_class(d) == "person"), "")
    return (doer,) if doer else ()  # "who owns it"


def _what(question: Question) -> Key:
    if question.told & CALLED:
        return ("name",)
    subject = question.subject
    if subject is not None and singular(subject.head) in KINDS:
        return (*(words_of(subject.of) if subject.of is not None else ()), "type")  # "what kind of vehicle it is"
    if subject is not None and is_attribute_head(subject.head) and question.told <= {"be", "have"}:
        return words_of(subject)  # "what size it is"
    facts = [WHAT[verb] for verb in sorted(question.told & WHAT.keys())]
    if len(facts) == 1 and len({n.key[-1] for n in question.nouns}) < 2:
        unit = question.nouns[-1].words if question.marks[-1:] == ["per"] and question.nouns else ()
        return (*facts, "per", *unit) if unit else tuple(facts)
    return ()


def _how(question: Question) -> Key:
    if "often" in question.marks:
        return ("frequency",)
    subject, last = question.subject, question.last
    first = question.marks[0] if question.clause and isinstance(question.clause[0], Mark) else ""
    if first in LASTING:
        of = words_of(question.nouns[0]) if question.told <= {"be"} and question.nouns else ()
        return (*of, LASTING[first])  # "how old the queen is"
    if first == "much" and last is not None:
        known = next((WORTH[v] for v in sorted(question.told) if v in WORTH), "")
        return (known,) if known else (last.word, "amount") if verb_form(last.word)[1] == "ed" else ()  # "how much was claimed"
    if subject is not None and subject.bounds.stated and not is_attribute_head(subject.head):
        done = last.word if last is not None and last.passive and last.base != "be" else ""
        return (done, *words_of(subject)[:-1], subject.head) if done else ("number", "of", *subject.words)  # "how many points are required"
    if subject is None and last is not None and last.base in METHODS and (last.passive or "we" in question.marks):
        return (_doing(last.base), "method")  # "how it was paid"
    return ()


def _whose(question: Question) -> Key:
    return ("owner",) if question.told == {"be"} and not question.nouns else ()


def _whether(question: Question) -> Key:
    return asked_whether(question.clause)


def _when(question: Question) -> Key:
    """ "when it was last updated": the last update time; "when the purchase was made": the purchase date."""
    done = [verb_form(m)[0] for m in question.marks if verb_form(m)[1] == "ed"]  # "last updated", which is read as a quality
    telling = [v for v in question.verbs if v.base not in SAYS_NOTHING] + [Verb(base, "ed", 0, 0) for base in done[:1]]
    which = [SURELY[m] for m in question.marks if m in SURELY]
    if telling:
        planned = [v.word for v in telling[:-1] if v.form == "ed" or v.passive]
        return (*which, *[w for w in planned if w], *moment(telling[-1]))
    quality = question.clause[-1] if question.clause else None
    if not question.nouns and isinstance(quality, Mark) and quality.tag == "ADJ":
        return (quality.text, "date")  # "from when it is effective"
    subject = question.nouns[0] if question.nouns else None
    if subject is None or is_attribute_head(subject.head):
        return ("time",) if question.told & {"happen", "occur", "take"} else ()
    return (*which, subject.key[-1], "date")


def moment(verb: Verb) -> tuple[str, str]:
    """What the moment of a doing is called: a creation time, a purchase date; "it came in", "it went out" by the way it went."""
    if verb.base in ("come", "go", "get") and verb.then:
        return ("entry" if verb.then in ("in", "into") else "exit" if verb.then == "out" else "return", "time")
    return (_doing(verb.base), "time" if verb.base in BY_THE_CLOCK else "date")


def _doing(verb: str) -> str:
    """A known event, else the noun that the language has for it: "creation", not "creating"."""
    name = happening(verb)
    return name if name in listed("event") else next((n for n in named_after(verb) if noun_class(n)), name)


ASKED = {"where": _where, "who": _who, "what": _what, "how": _how, "whose": _whose, "when": _when, "whether": _whether}
