"""The rules of sentences that only demand something of known things and facts (read/text/plain/)."""

from __future__ import annotations

from functools import singledispatch

from relvar.read.text.demands.bounds import bound_length, bound_number
from relvar.read.text.demands.comparing import Bound
from relvar.read.text.demands.derived import add_up, compute
from relvar.read.text.demands.limits import limit
from relvar.read.text.demands.ordering import compare
from relvar.read.text.demands.subject import Fact
from relvar.read.text.demands.uniqueness import identify
from relvar.read.text.naming import Key
from relvar.read.text.plain.alike import Alone
from relvar.read.text.plain.bounded import Bounded, Limited
from relvar.read.text.plain.compared import Compared
from relvar.read.text.plain.computed import Computed, Summed
from relvar.read.text.plain.given import Given
from relvar.read.text.plain.moving import Moved
from relvar.read.text.plain.preset import Preset
from relvar.read.text.plain.traced import Traced
from relvar.read.text.presence import preset
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.states import live


@singledispatch
def apply(_demand: object, _scene: Scene, _sentence: Sentence) -> bool:
    """Whether the model has what the demand speaks of, and now the rule as well."""
    return False


def _fact(scene: Scene, thing: Key, fact: Key) -> Fact | None:
    entity = scene.entity_named(thing)
    attribute = scene.attribute_of(entity, fact) if entity else ""
    return Fact(entity, attribute) if attribute else None


@apply.register
def _(demand: Bounded, scene: Scene, sentence: Sentence) -> bool:
    fact = _fact(scene, demand.thing, demand.fact)
    if fact is None:
        return False
    bound = Bound(0, len(sentence.text), demand.bounds, "", True)
    return bound_length(scene, sentence, fact, bound) if demand.letters else bound_number(scene, sentence, fact, bound)


@apply.register
def _(demand: Limited, scene: Scene, sentence: Sentence) -> bool:
    one, other = (scene.entity_named(thing) for thing in demand.things)
    if not one or not other:
        return False
    counted = scene.entity_named(demand.counted) if demand.counted else other if one in scene.references(other) else one
    holder = one if counted == other else other
    if holder not in scene.references(counted):
        return False
    limit(scene, sentence, holder, counted, "", Bound(0, len(sentence.text), demand.bounds, "", True))
    return True


@apply.register
def _(demand: Alone, scene: Scene, sentence: Sentence) -> bool:
    fact, scope = _fact(scene, demand.thing, demand.fact), scene.entity_named(demand.scope)
    reference = scene.references(fact.entity).get(scope, "") if fact else ""
    if fact is None or not reference:
        return False
    identify(scene, fact.entity, (reference, fact.attribute), sentence, (0, len(sentence.text)))
    return True


@apply.register
def _(demand: Compared, scene: Scene, sentence: Sentence) -> bool:
    first, second = _fact(scene, demand.thing, demand.first), _fact(scene, demand.thing, demand.second)
    return first is not None and second is not None and compare(scene, sentence, first, second.attribute, demand.op)


@apply.register
def _(demand: Given, scene: Scene, sentence: Sentence) -> bool:
    fact = _fact(scene, demand.thing, demand.fact)
    if fact is None:
        return False
    scene.change_attribute(fact.entity, fact.attribute, required=demand.required)
    scene.used.append(sentence.start)
    return True


@apply.register
def _(demand: Computed, scene: Scene, sentence: Sentence) -> bool:
    facts = [_fact(scene, demand.thing, fact) for fact in (demand.fact, demand.left, demand.right)]
    known = [fact for fact in facts if fact is not None]
    if len(known) != len(facts) or len({fact.entity for fact in known}) > 1:
        return False
    return compute(scene, sentence, known[0], [fact.attribute for fact in known[1:]], [demand.op])


@apply.register
def _(demand: Summed, scene: Scene, sentence: Sentence) -> bool:
    one, other = _fact(scene, *demand.one), _fact(scene, *demand.other)
    return one is not None and other is not None and (add_up(scene, sentence, one, other) or add_up(scene, sentence, other, one))


@apply.register
def _(demand: Preset, scene: Scene, sentence: Sentence) -> bool:
    fact = _fact(scene, demand.thing, demand.fact)
    begin = sentence.text.find(demand.value)
    written = scene.text[sentence.start + begin : sentence.start + begin + len(demand.value)] if begin > 0 else demand.value
    return fact is not None and preset(scene, sentence, fact, written)


@apply.register
def _(demand: Moved, scene: Scene, sentence: Sentence) -> bool:
    entity = scene.entity_named(demand.thing)
    if entity:
        live(scene, entity, demand.states, scene.said(sentence))
    return bool(entity)


@apply.register
def _(demand: Traced, scene: Scene, sentence: Sentence) -> bool:
    entities = [entity for thing in demand.things if (entity := scene.entity_named(thing))]
    for entity in entities:
        scene.replace(entity, traced=True)
        scene.used.append(sentence.start)
    return bool(entities)
