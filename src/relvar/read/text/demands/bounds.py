"""Bounds of one fact: how great a number may be, how long a text, and that a number is whole.

A number's own meaning has bounds as well ("a rating is 1 to 5"): where the text states another, that side of the meaning's goes.
"""

from __future__ import annotations

import re

import msgspec

from relvar.model.conceptual import Attribute, Check
from relvar.model.expression import And, Call, ColumnRef, Compare, CompareOperator, Constant, Expression, Matches
from relvar.model.semantic import DataType
from relvar.read.lexicon import named_type, sized
from relvar.read.text.demands.comparing import LETTERS, Bound, bounds
from relvar.read.text.demands.condition import Condition, condition_of
from relvar.read.text.demands.subject import Fact, any_fact, entity_in, fact_named, facts_before, subject_before
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import WORD, is_plural, noun_class, singular

NUMERIC = ("integer", "decimal", "float")
COUNTED = ("person", "animal", "group")  # classes of nouns that measure nothing
COUNTED_IF_RANGED = ("short_text", "priority", "grade", "type_name", "code")  # words by their name, numbers where a bound of numbers is told
RANKED = ("grade", "priority")  # of these, a range of numbers says by itself what they may be
LENGTH_OF = re.compile(rf"\b(?:length|size|number of (?:characters|letters|digits))(?: of| in)? ((?:{WORD} ?){{1,6}})$|\b((?:{WORD} ){{1,4}})length$")
SIZED = re.compile(r"(?P<form>\^?(?:\[[^\]]+\]|\.))\{(?P<low>\d+),(?P<high>\d*)\}(?P<end>\$?)")  # one kind of character, so many times
WHOLE = re.compile(
    r"\b(?:is|are|must be|should be|as) (?:always |only )?(?:(?:an? )?(?:positive |non-negative )?(?:whole "
    r"number|integer)s?|whole numbers|integers)\b"
)


def read_bounds(scene: Scene, at: int, sentence: Sentence) -> None:
    """Add the bounds by numbers that one sentence states of facts."""
    for bound in bounds(sentence.text):
        if singular(bound.unit) in LETTERS:
            _of_length(scene, at, sentence, bound)
        else:
            _of_number(scene, at, sentence, bound)


def whole(scene: Scene, at: int, sentence: Sentence) -> None:
    """ "the capacity is a whole number"."""
    for match in WHOLE.finditer(sentence.text):
        for entity, attribute in facts_before(scene, sentence, at, match.start(), _may_be_number):
            meaning = scene.entities[entity].attributes[attribute].meaning
            if meaning.data.base != "integer":
                data = DataType(base="integer")
                made = msgspec.structs.replace(meaning, data=data) if meaning.data.base in NUMERIC else named_type("count")
                scene.change_attribute(entity, attribute, meaning=made)
            scene.used.append(sentence.start)


# --- numbers ---


def _of_number(scene: Scene, at: int, sentence: Sentence, bound: Bound) -> None:
    counted = scene.entity_named((singular(bound.unit),)) if bound.unit else ""
    if bound.unit and is_plural(bound.unit) and (counted or noun_class(singular(bound.unit)) in COUNTED):
        return  # so many of them ("a price and at most 8 participants"): no number of one fact
    condition = condition_of(scene, sentence, at, bound.start, bound.end)
    if condition.unknown:
        return
    for fact in facts_before(scene, sentence, at, bound.start, _may_be_number):
        _bound(scene, sentence, fact, bound, condition)


def bound_number(scene: Scene, sentence: Sentence, fact: Fact, bound: Bound) -> bool:
    """Add the bounds of a fact that is a number, or may be; False where it is none."""
    if not _may_be_number(scene.entities[fact.entity].attributes[fact.attribute]):
        return False
    _bound(scene, sentence, fact, bound, Condition())
    return True


def bound_length(scene: Scene, sentence: Sentence, fact: Fact, bound: Bound) -> bool:
    """Add the bounds of a text's length; False where the fact is no text."""
    if not _is_text(scene.entities[fact.entity].attributes[fact.attribute]):
        return False
    _length(scene, sentence, fact, bound)
    return True


def _may_be_number(known: Attribute) -> bool:
    return known.meaning.data.base in NUMERIC or known.meaning.name in COUNTED_IF_RANGED


def _bound(scene: Scene, sentence: Sentence, fact: Fact, bound: Bound, condition: Condition) -> None:
    entity, attribute = fact
    known, says = scene.entities[entity].attributes[attribute], ""
    if known.meaning.data.base not in NUMERIC:
        says = "" if bound.verbal else f"{attribute.replace('_', ' ')} is between {bound.bounds[0][1]:g} and {bound.bounds[-1][1]:g}"
        told = bound.verbal or (known.meaning.name in RANKED and len(bound.bounds) > 1)  # "a grade from 1 to 6"
        if not any(value for _, value in bound.bounds) or not told:
            return
        scene.retype(entity, attribute, "count" if known.meaning.name == "code" else "score")
    _make_room(scene, fact, bound, stated=condition.expression is None)
    compared = tuple(Compare(op=op, left=ColumnRef(column=attribute), right=constant(value)) for op, value in bound.bounds)
    met: Expression = And(items=compared) if len(compared) > 1 else compared[0]
    what = "range" if len(compared) > 1 else "bound"
    bad = _breaking(bound) if condition.expression is None else None
    add_check(scene, sentence, fact, condition.guards(met), (bound.start, bound.end), what, bad, says)


def constant(value: float) -> Constant:
    """A number as a condition holds it."""
    return Constant(value=int(value)) if value == int(value) else Constant(value=str(value), as_decimal=True)


def _breaking(bound: Bound) -> float:
    """A value that the bound refuses."""
    op, value = bound.bounds[-1]
    return {"<=": value + 1, ">=": value - 1, "=": value + 1}.get(op, value)


def _make_room(scene: Scene, fact: Fact, bound: Bound, *, stated: bool) -> None:
    """What the text states takes the place of what the meaning assumes on that side; a fraction makes it no whole number."""
    meaning = scene.entities[fact.entity].attributes[fact.attribute].meaning
    data = meaning.data
    if any(value != int(value) for _, value in bound.bounds) and data.base == "integer":
        data = named_type("score").data
    check = _without(meaning.check, {op[0] for op, _ in bound.bounds}) if stated else meaning.check
    if check != meaning.check or data != meaning.data:
        bad = meaning.bad if check == meaning.check else _refused(check)
        scene.change_attribute(fact.entity, fact.attribute, meaning=msgspec.structs.replace(meaning, data=data, check=check, bad=bad))


def _without(check: Expression | None, sides: set[str]) -> Expression | None:
    """A meaning's bounds without those on these sides ("<" or ">")."""
    items = check.items if isinstance(check, And) else (check,) if check is not None else ()
    kept = tuple(item for item in items if not (isinstance(item, Compare) and item.op[0] in sides))
    return None if not kept else kept[0] if len(kept) == 1 else And(items=kept)


def _refused(check: Expression | None) -> float | None:
    if not isinstance(check, Compare) or not isinstance(check.right, Constant):
        return None
    value = float(check.right.value or 0)
    return {">=": value - 1, "<=": value + 1}.get(check.op, value)


def add_check(
    scene: Scene, sentence: Sentence, fact: Fact, condition: Expression, span: tuple[int, int], what: str, bad: float | str | None, says: str = ""
) -> None:
    """A rule over one fact, with a value that breaks it; `says`: where the words that told it say too little by themselves."""
    source = scene.source(sentence.start + subject_start(sentence, span[0]), sentence.start + span[1])
    value = int(bad) if isinstance(bad, float) and bad == int(bad) else bad
    broken: dict[str, str | int | float | bool | None] = {fact.attribute: value} if value is not None else {}
    name = f"{fact.entity}_{fact.attribute}_{what}"
    scene.add_rule(name, Check(entity=fact.entity, condition=condition, says=says or source.words, source=source, bad=broken))


def subject_start(sentence: Sentence, start: int) -> int:
    """Where the words begin that tell of whom: quoted with the predicate."""
    words = subject_before(sentence, start)
    short = " ".join(words.split()[-4:])
    found = sentence.text.rfind(short, 0, start) if short else -1
    return start if found < 0 else found


# --- texts ---


def _of_length(scene: Scene, at: int, sentence: Sentence, bound: Bound) -> None:
    said = subject_before(sentence, bound.start)
    of = LENGTH_OF.search(said)
    found = fact_named(scene, sentence, at, of[1] or of[2], _is_text) if of else None
    facts = [found] if found else facts_before(scene, sentence, at, bound.start, _is_text)
    if condition_of(scene, sentence, at, bound.start, bound.end).unknown or (
        not found and entity_in(scene, said) and _is_thing(scene, sentence, at, said)
    ):
        return
    for fact in facts:
        _length(scene, sentence, fact, bound)


def _is_text(known: Attribute) -> bool:
    return known.meaning.data.base == "text" and not known.multivalued


def _is_thing(scene: Scene, sentence: Sentence, at: int, said: str) -> bool:
    """Whether the phrase names a thing and no fact of one: "each play has at least 3 characters"."""
    return fact_named(scene, sentence, at, said, any_fact) is None


def _length(scene: Scene, sentence: Sentence, fact: Fact, bound: Bound) -> None:
    entity, attribute = fact
    measured = Call(function="length", arguments=(ColumnRef(column=attribute),))
    least, most = length_between(bound.bounds)
    compared: list[Compare] = []
    if least > 1:
        compared.append(Compare(op=">=", left=measured, right=Constant(value=least)))
    if most:
        compared.append(Compare(op="<=", left=measured, right=Constant(value=most)))
    if not compared or (most and least > most):
        return
    known = scene.entities[entity].attributes[attribute]
    meaning = sized(known.meaning, most or max(known.meaning.data.length, least))
    meaning = msgspec.structs.replace(meaning, check=_resized(meaning.check, least, most))
    scene.change_attribute(entity, attribute, meaning=meaning)
    condition: Expression = And(items=tuple(compared)) if len(compared) > 1 else compared[0]
    what = "length" if len(compared) > 1 else "longest" if most else "shortest"
    add_check(scene, sentence, fact, condition, (bound.start, bound.end), what, "x" * (most + 1) if most else "x" * (least - 1))


def _resized(check: Expression | None, least: int, most: int) -> Expression | None:
    """A meaning's own form with the lengths that the text states in place of those that its name alone suggests ("a nickname has 2 to 60")."""
    if isinstance(check, And):
        items = tuple(item for item in check.items if not _is_length(item, least, most))
        return None if not items else items[0] if len(items) == 1 else And(items=items)
    if isinstance(check, Matches) and (found := SIZED.fullmatch(check.regex)):
        low, high = least or int(found["low"]), most or int(found["high"] or 0)
        regex = f"{found['form']}{{{low},{max(low, high) if high else ''}}}{found['end']}"
        return Matches(operand=check.operand, regex=regex, simpler=_resized(check.simpler, least, most))
    return None if check is not None and _is_length(check, least, most) else check


def _is_length(check: Expression, least: int, most: int) -> bool:
    """Whether it bounds a length on a side that is stated now."""
    of_length = isinstance(check, Compare) and isinstance(check.left, Call) and check.left.function == "length"
    return of_length and isinstance(check, Compare) and bool(most if check.op[0] == "<" else least)


def length_between(stated: tuple[tuple[CompareOperator, float], ...]) -> tuple[int, int]:
    """The least and the greatest length; 0 where there is none."""
    least = most = 0
    for op, value in stated:
        number = int(value)
        if op in (">=", ">", "="):
            least = number + (op == ">")
        if op in ("<=", "<", "="):
            most = number - (op == "<")
    return least, most
