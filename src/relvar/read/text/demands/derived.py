"""What is computed: from facts of the same row ("the total is the quantity times the unit price"), or over the rows that refer to it
("the weight of a parcel is the sum of the weights of its items").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from relvar.model.conceptual import Attribute, Total
from relvar.model.expression import Arithmetic, ArithmeticOperator, ColumnRef, Expression
from relvar.read.lexicon import UNKNOWN
from relvar.read.text.demands.comparing import REMEMBERED
from relvar.read.text.demands.subject import Fact, facts_before, facts_named, named_by, plain
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued
from relvar.read.text.words import WORD, singular

NUMERIC = ("integer", "decimal", "float")
NAME = rf"(?:(?:the|its|their|an?) )?{WORD}(?: (?!(?:times|plus|minus|less|multiplied|divided|is|and|gives|taken)\b){WORD}){{0,3}}"
SIGNS: dict[str, ArithmeticOperator] = {
    "times": "*",
    "multiplied by": "*",
    "x": "*",
    "×": "*",
    "*": "*",
    "plus": "+",
    "+": "+",
    "minus": "-",
    "less": "-",
    "-": "-",
    "−": "-",
    "divided by": "/",
    "/": "/",
}
SIGN = r"(?:times|multiplied by|plus|minus|divided by|less|[x×*+/−-])"
FORMULA = Cued(rf"(?P<all>{NAME}(?: {SIGN} {NAME})+)", " times | multiplied by | plus | minus | divided by | less | x | × | * | + | / | − | - ")
BETWEEN = Cued(
    rf"\b(?P<what>difference between|difference of|product of|sum of) (?P<one>{NAME}) and (?P<two>{NAME})",
    "difference between|difference of|product of|sum of",
)
TAKEN = Cued(
    rf"^(?P<two>{NAME}) (?:taken off|subtracted from|deducted from|is subtracted from|is deducted from) (?P<one>{NAME})",
    "taken off|subtracted from|deducted from",
)
OF_TWO: dict[str, ArithmeticOperator] = {"difference between": "-", "difference of": "-", "product of": "*", "sum of": "+"}
IS = re.compile(
    r" (?:is|are|equals?|=|must equal|must be|should equal|corresponds to|results from|comes from)(?: always)?(?: equal to)?(?: not typed in: it is)?"
    r"(?: (?:calculated|computed|derived|determined|worked out|obtained))?(?: automatically)?(?: as| by| from| with)?:? | = "
)
GIVES = re.compile(r"\b(?:gives|makes|results in|yields|is) (?P<what>(?:the |its )?[^,;]+)$")
SUMMED = Cued(
    rf"\b(?:sum|total|adding(?: up| together)?|adds up|sums up|summing(?: up)?)(?: of)?(?: all)? (?P<term>{NAME}) (?:of|from|over|in|for) "
    rf"(?:all |(?:all )?(?:the|its|their|his|her) |each of )*(?P<of>{WORD}(?: {WORD})?)",
    "sum|total|adding|adds up",
)
SUM_OF_ALL = re.compile(rf"\b(?:sum of|adds up|sums up|sum over) (?:all |(?:all )?(?:the|its|their) )+(?P<of>{WORD}(?: {WORD})?)(?= |$)")
ASKED = re.compile(r"^how (?:is|are|do we get|does one get) (?P<what>.+?)(?: (?:computed|calculated|determined|derived|worked out))?\W*$")


def read_derived(scene: Scene, at: int, sentence: Sentence) -> None:
    """Add what one sentence says is computed, and from what."""
    if not _arithmetic(scene, at, sentence):
        _summed(scene, at, sentence)


def _is_number(known: Attribute) -> bool:
    return known.meaning.data.base in NUMERIC


# --- within one row ---


def _arithmetic(scene: Scene, at: int, sentence: Sentence) -> bool:
    for start, end, terms, signs in formulas(sentence.text):
        target = _target(scene, at, sentence, start, end)
        if target is None:
            continue
        names = [named_by(scene, target.entity, plain(term.split(" of ")[0]), _is_number)[0] for term in terms]
        if all(names) and target.attribute not in names and len(set(names)) == len(names):
            _in_money(scene, target.entity, names, signs)
            # of nothing comes nothing: a missing part is refused where it is missing, not by what would be computed of it
            scene.change_attribute(*target, derived=_tree(names, signs), required=False, default=None)
            scene.used.append(sentence.start)
            return True
    return False


def compute(scene: Scene, sentence: Sentence, target: Fact, names: list[str], signs: list[ArithmeticOperator]) -> bool:
    """Let a fact be computed of others of its row; False where one of them is no number."""
    known = scene.entities[target.entity].attributes
    for name in (target.attribute, *names):
        if known[name].meaning.name == UNKNOWN:
            scene.retype(target.entity, name, next((known[n].meaning.name for n in names if _is_number(known[n])), "score"))
    known = scene.entities[target.entity].attributes
    if not all(_is_number(known[name]) for name in (target.attribute, *names)) or target.attribute in names or len(set(names)) < len(names):
        return False
    _in_money(scene, target.entity, names, signs)
    scene.change_attribute(*target, derived=_tree(names, signs), required=False, default=None)
    scene.used.append(sentence.start)
    return True


def add_up(scene: Scene, sentence: Sentence, target: Fact, term: Fact) -> bool:
    """Let a fact be the sum of a fact of the rows that refer to its own; False where they do not, or one of them is no number."""
    relationship = scene.references(term.entity).get(target.entity, "")
    if not relationship or not all(_is_number(scene.entities[entity].attributes[name]) for entity, name in (target, term)):
        return False
    _keep(scene, sentence, target, term.entity, relationship, ColumnRef(column=term.attribute))
    return True


def _in_money(scene: Scene, entity: str, names: list[str], signs: list[ArithmeticOperator]) -> None:
    """A discount that is taken off a price is an amount, though the word alone says per cent."""
    known = scene.entities[entity].attributes
    if not set(signs) & {"*", "/"} and any(known[name].meaning.name == "money" for name in names):
        for name in names:
            if known[name].meaning.name == "percentage":
                scene.retype(entity, name, "money")


@lru_cache(maxsize=REMEMBERED)
def formulas(text: str) -> tuple[tuple[int, int, list[str], list[ArithmeticOperator]], ...]:
    """Where a formula stands, the names in it, and the signs between them."""
    return tuple(_formulas(text))


def _formulas(text: str) -> Iterator[tuple[int, int, list[str], list[ArithmeticOperator]]]:
    for found in FORMULA.finditer(text):
        pieces = re.split(rf" ({SIGN}) ", found["all"])
        yield found.start(), found.end(), pieces[::2], [SIGNS[sign] for sign in pieces[1::2]]
    for found in BETWEEN.finditer(text):
        yield found.start(), found.end(), [found["one"], found["two"]], [OF_TWO[found["what"]]]
    taken = TAKEN.search(text)
    if taken:
        yield taken.start(), taken.end(), [taken["one"], taken["two"]], ["-"]


def sums(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where something is added up and what that gives, and the names in it."""
    found = SUMMED.search(text)
    gives = GIVES.search(text, found.end()) if found else None
    if found and gives:
        yield found.start(), len(text), [found["term"], gives["what"]]


def _tree(names: list[str], signs: list[ArithmeticOperator]) -> Expression:
    """Products before sums, from left to right."""
    nodes: list[Expression] = [ColumnRef(column=name) for name in names]
    for level in (("*", "/"), ("+", "-")):
        made, left = [nodes[0]], []
        for sign, node in zip(signs, nodes[1:], strict=True):
            if sign in level:
                made[-1] = Arithmetic(op=sign, left=made[-1], right=node)
            else:
                made.append(node)
                left.append(sign)
        nodes, signs = made, left
    return nodes[0]


def _target(scene: Scene, at: int, sentence: Sentence, start: int, end: int) -> Fact | None:
    """What is computed: before the verb, behind "gives", or asked for in the question before."""
    before = sentence.text[:start].rstrip()
    asked = ASKED.match(scene.sentences[at - 1].text) if at and not before else None
    gives = GIVES.search(sentence.text, end) or GIVES.search(sentence.text, start)
    said = IS.split(f"{before} ")[0] if before else asked["what"] if asked else gives["what"] if gives else ""
    said = re.sub(r"^the (?:system|database|software) (?:keeps|computes|calculates|sets) ", "", said.strip(" ,:"))
    found = facts_named(scene, sentence, at, said, _is_number) if said else []
    if not found and before:
        found = facts_before(scene, sentence, at, start, _is_number)
    return found[-1] if found else None


# --- over the rows that refer to it ---


def _summed(scene: Scene, at: int, sentence: Sentence) -> bool:
    found = SUMMED.search(sentence.text)
    of = _entity(scene, found["of"]) if found else ""
    if found and of:
        return _total(scene, at, sentence, found.start(), found.end(), of, plain(found["term"]))
    every = SUM_OF_ALL.search(sentence.text)
    of = _entity(scene, every["of"]) if every else ""
    return bool(every and of) and every is not None and _total(scene, at, sentence, every.start(), every.end(), of, ())


def _entity(scene: Scene, words: str) -> str:
    parts = words.split()
    ways = (tuple(parts[:size]) for size in range(len(parts), 0, -1))
    return next((found for way in ways if (found := scene.entity_named((*way[:-1], singular(way[-1]))))), "")


def _total(scene: Scene, at: int, sentence: Sentence, start: int, end: int, of: str, term: tuple[str, ...]) -> bool:
    target = _target(scene, at, sentence, start, end)
    relationship = scene.references(of).get(target.entity, "") if target else ""
    if target is None or not relationship:
        return False
    named = named_by(scene, of, (*term[:-1], singular(term[-1])), _is_number)[0] if term else _amount(scene, of, target)
    if not named:
        return False
    _keep(scene, sentence, target, of, relationship, ColumnRef(column=named))
    return True


def _amount(scene: Scene, of: str, target: Fact) -> str:
    """ "the total is the sum of its lines": the amount of a line that is called as the total is, or its only sum of money."""
    known = scene.entities[of].attributes
    alike = named_by(scene, of, (target.attribute.split("_")[-1],), _is_number)[0]
    money = [name for name, attribute in known.items() if attribute.meaning.name == "money"]
    return alike or (money[0] if len(money) == 1 else "")


def _keep(scene: Scene, sentence: Sentence, target: Fact, of: str, relationship: str, term: Expression) -> None:
    source = scene.said(sentence)
    rule = Total(entity=target.entity, attribute=target.attribute, of=of, relationship=relationship, term=term, source=source)
    scene.add_rule(f"{target.entity}_{target.attribute}_total", rule)
