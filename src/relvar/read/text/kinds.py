"""What kind of thing an entity is: party, thing, event, part, lookup."""

from __future__ import annotations

from relvar.model.conceptual import EntityKind
from relvar.read.text.naming import Key
from relvar.read.text.words import listed, noun_class, verb_form

IDENTIFY = frozenset(["identify", "distinguish", "designate", "recognize", "recognise"])
AGENT_ENDINGS = ("er", "or", "ist", "ian", "ee", "ant")
JUDGED = {"evaluate", "assess", "inspect"}  # the software promises to evaluate; people who do leave a record
PAIRED = {"quantity", "amount", "count", "level", "role", "share", "percentage", "dosage", "dose", "rank", "grade", "position", "price", "weight"}
# what an occurrence has and a thing has not: how much, how well, with what outcome
OUTCOMES = {"quantity", "amount", "score", "result", "conclusion", "duration", "outcome", "status", "reading", "reason", "remark", "comment", "cost",
            "feedback", "finding", "opinion", "fee"}  # fmt: skip
TIME_HEADS = frozenset(["date", "time", "datetime", "timestamp", "period", "day"])
BEGINS = frozenset(["start", "beginning", "departure", "begin", "start_time", "check-in", "entry"])
ENDS = frozenset(["end", "return", "finish", "arrival", "completion", "check-out", "exit"])
PARTS = ("line", "item", "entry", "position", "detail", "row")  # of a whole, and called after it
# Persons by WordNet's first sense, things where data is kept of them
NOT_AGENTS = frozenset(
    ["server", "router", "printer", "monitor", "voucher", "planner", "character", "trailer", "model", "lead", "peer", "fee", "tender"]
)


def kind(key: Key, attributes: tuple[Key, ...], is_part: bool, refers: int) -> EntityKind:
    """The kind of an entity of that name. `refers`: to how many other entities one instance points."""
    head = key[-1]
    if head in listed("party") or is_agent(head):
        return "party"
    if is_part:
        return "part"
    has_time = any(words[-1] in TIME_HEADS for words in attributes)
    if head in listed("event") or (head.endswith("ing") and verb_form(head)[0]) or (refers >= 2 and has_time):
        return "event"
    if refers and noun_class(head) in ("act", "event") and _lasts(attributes):
        return "event"  # an outing has a boat, a start and a return
    if refers and attributes and all(words[-1] in TIME_HEADS for words in attributes):
        return "event"  # "a route has a date and a driver": nothing but when and of whom
    if head in listed("lookup") and len(attributes) <= 3 and not refers:
        return "lookup"
    return "thing"


def _lasts(attributes: tuple[Key, ...]) -> bool:
    """Whether the attributes say when it began and when it was over."""
    last = {words[-1] for words in attributes}
    return bool(last & BEGINS and last & ENDS)


def acts(head: str) -> bool:
    """Whether it is a person, or called after what it does: a publisher is a firm or whoever publishes."""
    return is_agent(head) or (head not in NOT_AGENTS and head.endswith(("er", "or")) and bool(verb_form(head[:-2])[0] or verb_form(head[:-1])[0]))


def is_agent(head: str) -> bool:
    """Whether it is a person: by the sense of the noun, else whoever does what a verb says (reviewer, inspector)."""
    if head in NOT_AGENTS:
        return False
    if noun_class(head):
        return noun_class(head) == "person"
    if not head.endswith(AGENT_ENDINGS):
        return False
    base = head[:-2]
    return any(verb_form(stem)[1] == "base" for stem in (base, base + "e", base[:-1] if len(base) > 3 and base[-1] == base[-2] else base))
