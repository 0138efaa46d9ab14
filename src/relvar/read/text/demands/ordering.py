"""One fact compared with another of the same thing, or with the present: "the end may not precede the start", "no birth date lies ahead"."""

from __future__ import annotations

import re

from relvar.model.conceptual import Attribute, Check, Question
from relvar.model.expression import Call, ColumnRef, Compare, CompareOperator, Expression
from relvar.read.lexicon import UNKNOWN
from relvar.read.text.demands.bounds import NUMERIC, subject_start
from relvar.read.text.demands.comparing import ALLOWS, FLIPPED, comparisons, frame
from relvar.read.text.demands.condition import condition_of
from relvar.read.text.demands.subject import (
    EXACT,
    SHORTER,
    Fact,
    Fits,
    any_fact,
    entity_in,
    fact_named,
    facts_before,
    named_by,
    plain,
    subject_before,
    with_such_fact,
)
from relvar.read.text.retention import nearby
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import verb_form

TIMES = ("date", "timestamp", "time")
NOW = re.compile(r"(?:the )?(?:today|now|current (?:date|time|day|moment|instant)|present(?: day| date)?|day of (?:entry|recording|today))\b")
AHEAD = re.compile(r"\b(?:in|into) the (future|past)\b")
OPERAND = re.compile(r"\s*(?:to |of )?((?:[a-z][\w'-]* ?){1,8})")
END = re.compile(r" (?:and|or|if|when|unless|because|so|but|than|which|that)\b| (?:is|are|was|must|may|can)\b")
IS: dict[CompareOperator, str] = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than", "=": "equal to", "<>": "other than"}
DENIED = re.compile(r"\b(?:not|never|cannot)\b|n't\b")
DOINGS = re.compile(
    r"^(?:(?P<refused>it (?:is|makes) (?:impossible|forbidden|wrong|an error|a mistake|no sense|not allowed|not possible|not permitted)) for )?"
    r"(?P<whose>.{2,40}?) (?P<verbs>(?:(?:must|may|can|cannot|can't|should|has to|have to|not|never|always|only|to) )*)(?P<first>[a-z]+) "
    r"(?P<how>before|after) (?:(?:it|they|he|she) (?P<second>[a-z]+)|(?:its|their|the) (?P<fact>[a-z]+(?: [a-z]+){0,2}))\b"
)
LONGEST = 5  # words of a name
WEIGHT = 0.3  # of the question: no table, one condition where a row is made


def read_order(scene: Scene, at: int, sentence: Sentence) -> None:
    """Add what one sentence says of two facts of one thing, or of a fact and the present."""
    for one in comparisons(sentence.text):
        if not one.verbal and one.op not in ("<=", ">="):
            continue
        if one.op in ("<", ">") and ALLOWS.search(sentence.text, one.start, one.end) and "only" not in sentence.text[one.start : one.end]:
            continue
        operand = OPERAND.match(sentence.text, one.end)
        if operand is None:
            continue
        if NOW.match(operand[1].removeprefix("the ")):
            _present(scene, at, sentence, (one.start, operand.end()), one.op)
        else:
            _two(scene, at, sentence, one.start, operand, one.op)
    _doings(scene, at, sentence)
    for ahead in AHEAD.finditer(sentence.text):
        start, denied, verbal = frame(sentence.text, ahead.start())
        op: CompareOperator = ">" if ahead[1] == "future" else "<"
        if verbal:
            _present(scene, at, sentence, (start, ahead.end()), FLIPPED[op] if denied else op)


def _doings(scene: Scene, at: int, sentence: Sentence) -> None:
    """ "a booking may not end before it starts": two instants of one thing, told by what happens at them."""
    for found in DOINGS.finditer(sentence.text):
        entity = entity_in(scene, found["whose"])
        told = ((_base(found["first"]),), tuple(found["fact"].split()) if found["fact"] else (_base(found["second"]),))
        first, second = (named_by(scene, entity, words, _is_time)[0] if entity else "" for words in told)
        if first and second and first != second:
            op: CompareOperator = ">" if found["how"] == "after" else "<"
            op = FLIPPED[op] if found["refused"] or DENIED.search(found["verbs"]) else op
            compared = Compare(op=op, left=ColumnRef(column=first), right=ColumnRef(column=second))
            _add(scene, sentence, Fact(entity, first), compared, found.span(), "order")


def _base(verb: str) -> str:
    return verb_form(verb)[0] or verb


def _is_ordered(known: Attribute) -> bool:
    return known.meaning.data.base in (*TIMES, *NUMERIC) or known.meaning.name == UNKNOWN


def _is_time(known: Attribute) -> bool:
    return known.meaning.data.base in TIMES


def _two(scene: Scene, at: int, sentence: Sentence, start: int, operand: re.Match[str], op: CompareOperator) -> None:
    words = END.split(operand[1])[0]
    fits = any_fact if op in ("=", "<>") else _is_ordered
    for first in facts_before(scene, sentence, at, start, fits):
        fact, other = _pair(scene, at, sentence, start, first, words)
        condition = condition_of(scene, sentence, at, start, operand.start(1) + len(words))
        if not other or condition.unknown:
            continue
        numbers = _of_one_kind(scene, fact, other)
        compared = Compare(op=op, left=ColumnRef(column=fact.attribute), right=ColumnRef(column=other))
        says = f"{fact.attribute} is {IS[op]} {other}".replace("_", " ") if numbers and condition.expression is None else ""
        _add(scene, sentence, fact, condition.guards(compared), (start, operand.start(1) + len(words)), "order", says)


def compare(scene: Scene, sentence: Sentence, fact: Fact, other: str, op: CompareOperator) -> bool:
    """Add that a fact is so to another of the same thing; False where the two are of kinds that do not compare."""
    attributes = scene.entities[fact.entity].attributes
    one, two = attributes[fact.attribute].meaning, attributes[other].meaning
    alike = one.data.base == two.data.base or {one.data.base, two.data.base} <= set(NUMERIC)
    if fact.attribute == other or not (_is_ordered(attributes[fact.attribute]) and (alike or UNKNOWN in (one.name, two.name))):
        return False
    numbers = _of_one_kind(scene, fact, other)
    says = f"{fact.attribute} is {IS[op]} {other}".replace("_", " ") if numbers else scene.said(sentence).words
    compared = Compare(op=op, left=ColumnRef(column=fact.attribute), right=ColumnRef(column=other))
    _add(scene, sentence, fact, compared, (0, len(sentence.text)), "order", says)
    return True


def _of_one_kind(scene: Scene, fact: Fact, other: str) -> bool:
    """What is compared with an amount is an amount, though its name does not say so; whether both are numbers."""
    attributes = scene.entities[fact.entity].attributes
    one, two = attributes[fact.attribute].meaning, attributes[other].meaning
    if one.name != UNKNOWN and two.name == UNKNOWN:
        scene.change_attribute(fact.entity, other, meaning=one)
    elif one.name == UNKNOWN and two.name != UNKNOWN:
        scene.change_attribute(fact.entity, fact.attribute, meaning=two)
    return scene.entities[fact.entity].attributes[other].meaning.data.base in NUMERIC


def _pair(scene: Scene, at: int, sentence: Sentence, start: int, first: Fact, words: str) -> tuple[Fact, str]:
    """The fact and the other one, of the thing that has both: a title and a description are the film's, though songs have titles as well."""
    said = subject_before(sentence, start)
    for entity in dict.fromkeys((first.entity, *nearby(scene, sentence, at), *with_such_fact(scene, words)[::-1])):
        fact = first if entity == first.entity else fact_named(scene, sentence, at, said, _is_like(scene, first), entity)
        other = _other(scene, fact, words) if fact is not None and fact.entity == entity else ""
        if fact is not None and other:
            return fact, other
    return first, ""


def _is_like(scene: Scene, fact: Fact) -> Fits:
    base = scene.entities[fact.entity].attributes[fact.attribute].meaning.data.base
    return lambda known: known.meaning.data.base == base


def _other(scene: Scene, fact: Fact, words: str) -> str:
    """The other fact of the same thing, of a kind that compares with the first."""
    first = scene.entities[fact.entity].attributes[fact.attribute].meaning
    same = NUMERIC if first.data.base in NUMERIC else (first.data.base,)

    def fits(known: Attribute) -> bool:
        alike = known.meaning.data.base in same or UNKNOWN in (known.meaning.name, first.name)
        return alike and known.name != fact.attribute

    parts = plain(words.replace("'s ", " ").split(" of ")[0])
    for size in range(min(LONGEST, len(parts)), 0, -1):
        for begin in range(2 if size < len(parts) else 1):
            name, how = named_by(scene, fact.entity, parts[begin : begin + size], fits)
            if how >= (SHORTER if size > 1 else EXACT) or (how and size == 1):
                return name
    return ""


def _present(scene: Scene, at: int, sentence: Sentence, span: tuple[int, int], op: CompareOperator) -> None:
    """What lies behind today stays there, so a table can hold it; what lies ahead does not: that is asked of who makes the row."""
    for fact in facts_before(scene, sentence, at, span[0], _is_time):
        base = scene.entities[fact.entity].attributes[fact.attribute].meaning.data.base
        condition = condition_of(scene, sentence, at, *span)
        if base == "time" or condition.unknown:
            continue
        if op in ("<", "<="):
            now = Call(function="today" if base == "date" else "now")
            met = Compare(op=op, left=ColumnRef(column=fact.attribute), right=now)
            _add(scene, sentence, fact, condition.guards(met), span, "past")
        else:
            _asked(scene, sentence, fact)


def _asked(scene: Scene, sentence: Sentence, fact: Fact) -> None:
    what = f"the {fact.attribute} of {scene.entities[fact.entity].plural}".replace("_", " ")
    scene.questions.append(
        Question(
            text=f"Who sees to it that {what} lies ahead when it is entered? The text says “{scene.said(sentence).words}”.",
            assumed="whoever enters it: a row that was right once would break such a rule of the table by growing old",
            changes="a condition on new rows only",
            weight=WEIGHT,
            source=scene.said(sentence),
        )
    )


def _add(scene: Scene, sentence: Sentence, fact: Fact, condition: Expression, span: tuple[int, int], what: str, says: str = "") -> None:
    source = scene.source(sentence.start + subject_start(sentence, span[0]), sentence.start + span[1])
    name = f"{fact.entity}_{fact.attribute}_{what}"
    scene.add_rule(name, Check(entity=fact.entity, condition=condition, says=says or source.words, source=source))
