"""What kind of thing an entity is: party, thing, event, part, lookup."""

from __future__ import annotations

from relvar.model.conceptual import EntityKind
from relvar.read.text.naming import Key
from relvar.read.text.words import listed, verb_form

AGENT_ENDINGS = ("er", "or", "ist", "ian", "ee", "ant")
TIME_HEADS = frozenset(["date", "time", "datetime", "timestamp", "period", "day"])
PARTS = ("line", "item", "entry", "position", "detail", "row")  # of a whole, and called after it
NOT_AGENTS = frozenset(
    [
        "order",
        "number",
        "computer",
        "container",
        "water",
        "paper",
        "letter",
        "folder",
        "tower",
        "power",
        "layer",
        "meter",
        "sensor",
        "counter",
        "poster",
        "banner",
        "filter",
        "server",
        "router",
        "printer",
        "header",
        "chapter",
        "center",
        "theater",
        "theatre",
        "quarter",
        "matter",
        "monitor",
        "motor",
        "reactor",
        "tractor",
        "elevator",
        "harbor",
        "harbour",
        "floor",
        "color",
        "door",
        "factor",
        "sector",
        "error",
        "mirror",
        "corridor",
        "plant",
        "variant",
        "restaurant",
        "grant",
        "instrument",
        "current",
        "apartment",
        "river",
        "fever",
        "tender",
        "offer",
        "voucher",
        "register",
        "ledger",
        "transfer",
        "paper",
        "newsletter",
        "parameter",
        "semester",
        "cluster",
        "cylinder",
        "chamber",
        "glacier",
        "answer",
        "dinner",
        "drawer",
        "locker",
        "planner",
        "scooter",
        "helicopter",
        "character",
        "buyer_order",
        "trailer",
        "ferry",
        "timber",
        "lumber",
        "copper",
        "silver",
        "flower",
        "tier",
        "pier",
        "barrier",
        "carrier_unit",
        "border",
        "shelter",
        "fee",
        "tree",
        "committee",
        "coffee",
        "degree",
        "employee_record",
        "museum_piece",
        "event",
        "restaurant",
    ]
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
    if refers and attributes and all(words[-1] in TIME_HEADS for words in attributes):
        return "event"  # "a route has a date and a driver": nothing but when and of whom
    if head in listed("lookup") and len(attributes) <= 3 and not refers:
        return "lookup"
    return "thing"


def is_agent(head: str) -> bool:
    """Whoever does what the verb says: reviewer, inspector."""
    if head in NOT_AGENTS or not head.endswith(AGENT_ENDINGS):
        return False
    base = head[:-2]
    return any(verb_form(stem)[1] == "base" for stem in (base, base + "e", base[:-1] if len(base) > 3 and base[-1] == base[-2] else base))
