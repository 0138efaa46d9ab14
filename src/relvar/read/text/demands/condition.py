"""Under which condition a sentence demands something: "if the film is published, ...", "... when a price is given", "published films must ..."."""

from __future__ import annotations

import re
from typing import NamedTuple

from relvar.model.conceptual import LifeCycle, OneOf
from relvar.model.expression import ColumnRef, Compare, Constant, Expression, Or
from relvar.read.text.demands.subject import entity_in, fact_named
from relvar.read.text.scene import Scene, Sentence

SUBORDINATE = r"(?:if|unless|when|whenever|while|once|until|as long as|in case|provided(?: that)?|except|as soon as)"
LEADING = re.compile(rf"(?:^|[;:,] )(?P<word>{SUBORDINATE}) (?P<said>[^,;]{{1,80}}),? ")
TRAILING = re.compile(rf"^,? ?(?:{SUBORDINATE.replace('(?:', '(?P<word>', 1)}) (?P<said>[^,;.]{{1,80}})")
GIVEN = re.compile(
    r"^(?P<what>.+?) (?:is|are|has been|have been) (?:given|set|present|known|provided|entered|filled "
    r"in|specified|stated|recorded|there)$"
)
BEING = re.compile(r"^(?P<what>.+?) (?:is|are|has been|becomes?) (?P<denied>not )?(?P<state>[a-z][a-z -]*)$")


class Condition(NamedTuple):
    """`expression`: what must hold for the demand to be made, None for always; `unknown`: it is something that no fact tells."""

    expression: Expression | None = None
    unknown: bool = False

    def guards(self, demanded: Expression) -> Expression:
        """What holds of every instance."""
        return demanded if self.expression is None else Or(items=(self.expression, demanded))


def condition_of(scene: Scene, sentence: Sentence, at: int, start: int, end: int) -> Condition:
    """The condition of a predicate, turned round: "if it is published, the price is positive" is "not published, or positive"."""
    before = list(LEADING.finditer(sentence.text, 0, start))
    found = before[-1] if before else TRAILING.match(sentence.text[end:].removeprefix(" long").removeprefix(" characters"))
    if found is None:
        return Condition()
    said = found["said"].strip()
    given = GIVEN.match(said)
    if given:
        fact = fact_named(scene, sentence, at, given["what"])
        if fact is not None and found["word"] in ("if", "when", "whenever", "in case"):
            scene.change_attribute(*fact, required=False)
            return Condition()
        return Condition(unknown=True)
    being = BEING.match(said)
    state = _state(scene, sentence, being) if being else None
    if state is None or found["word"] in ("until", "while", "once", "as soon as", "except"):
        return Condition(unknown=True)
    attribute, value, denied = state
    unless = (found["word"] == "unless") != denied
    return Condition(Compare(op="=" if unless else "<>", left=ColumnRef(column=attribute), right=Constant(value=value)))


def _state(scene: Scene, sentence: Sentence, being: re.Match[str]) -> tuple[str, str, bool] | None:
    """The attribute and the state that a condition names, where it is one of those known."""
    entity = entity_in(scene, being["what"]) or next(iter(sentence.named), "")
    value = being["state"].replace("-", "_").replace(" ", "_")
    for rule in scene.rules.values():
        states = (
            rule.values if isinstance(rule, OneOf) else tuple(s for pair in rule.transitions for s in pair) if isinstance(rule, LifeCycle) else ()
        )
        if rule.entity == entity and value in states and isinstance(rule, OneOf | LifeCycle):
            return rule.attribute, value, being["denied"] is not None
    return None
