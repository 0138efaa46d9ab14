"""What single sentences claim, before anyone knows which nouns are entities and which are attributes."""

from __future__ import annotations

import msgspec
from msgspec import field

from relvar.read.text.phrases import Noun
from relvar.read.text.plain import Demand

DEMANDED = "demanded"  # flag of a fact that nothing but a demand tells: "the grade of an exam is between 1 and 6"


class Has(msgspec.Struct, gc=False):
    """`owner` has `item`: an attribute, a part, or another entity. `values`: the closed list that item takes its value from."""

    owner: Noun
    item: Noun
    start: int
    end: int
    listed: int = 1  # how many items stood in the same list
    values: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()  # unique, optional, required, primary; promised: behind "ensures that"; DEMANDED
    modal: str = ""
    verb: str = "have"
    kind: str = ""  # semantic type that a form gives it: a type cell, the data beneath a header


class Relates(msgspec.Struct, gc=False):
    """`subject` does `verb` (with `preposition`) to `object`; already turned from the passive to the active."""

    subject: Noun
    verb: str
    preposition: str
    object: Noun
    start: int
    end: int
    modal: str = ""
    negated: bool = False
    direct: bool = True  # the object is a direct one
    alone: bool = False  # behind a preposition, with no object before it: "enrol in courses"
    passive: bool = False  # told from the object: "a crier may be accompanied by an escort"


class Counted(msgspec.Struct, gc=False):
    """One `of` has at least `least` and at most `most` of `has`; most None: many. Of how many `of` one `has` has, nothing is said."""

    of: Noun
    has: Noun
    least: int
    most: int | None
    start: int
    end: int


class Done(msgspec.Struct, gc=False):
    """`noun` does `verb`, or has it done: tied to the occurrence, where the text keeps one that is called after the verb."""

    noun: Noun
    verb: str
    start: int
    end: int


class Exists(msgspec.Struct, gc=False):
    """The software keeps `noun`; `weight` in points (see entities.py)."""

    noun: Noun
    weight: float
    why: str


class Identifies(msgspec.Struct, gc=False):
    """The `members` together name one `owner`."""

    owner: Noun | None
    members: tuple[Noun, ...]
    start: int
    end: int


class Specialises(msgspec.Struct, gc=False):
    """Each of `kinds` is a `general`. `exclusive`: none is of two kinds; `total`: each is of one. None where the text does not say."""

    general: Noun
    kinds: tuple[Noun, ...]
    exclusive: bool | None
    total: bool | None
    start: int
    end: int


class Claims(msgspec.Struct):
    """All that the text claims, in reading order."""

    has: list[Has] = field(default_factory=list)
    relates: list[Relates] = field(default_factory=list)
    measured: list[Noun] = field(default_factory=list)  # what is read again and again is a value, whatever else is said of it
    hints: list[Exists] = field(default_factory=list)  # small signs, which never decide what is named first
    done: list[Done] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    exists: list[Exists] = field(default_factory=list)
    identifies: list[Identifies] = field(default_factory=list)
    specialises: list[Specialises] = field(default_factory=list)
    actors: list[Noun] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)
    demands: dict[int, Demand] = field(default_factory=dict)  # where a sentence that only demands something ends -> what it demands
    documents: frozenset[tuple[str, ...]] = frozenset()  # names of what has no form of its own: values, never things
