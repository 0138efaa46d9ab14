"""First normal form as it is broken in practice: numbered columns, lists in a cell, values of several parts, names with values, documents.

Codd, "A relational model of data for large shared data banks", CACM 13(6), 1970: a value is not itself a relation. Numbered columns and
lists get a relation of their own, a row for each value, where nothing else speaks of them; what people mean as one value is kept whole. Each
is a decision that the user may turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from relvar.model.conceptual import Attribute, Conceptual, Entity
from relvar.model.design import Decision, Manual, ModelFact
from relvar.model.logical import Key, Reference, RelationAttribute
from relvar.normalize.relations import Draft

ADVISOR = "first_normal_form"
TOGETHER = "keep together"
CODD = Manual(title="Codd 1970: the domains of a normal relation are simple")
NAMES = Manual(title="W3C, Personal names around the world", address="https://www.w3.org/International/questions/qa-personal-names")
NUMBERED = re.compile(r"(?P<stem>[a-z][a-z_]*?)_?(?P<number>\d{1,2})$")
LIST = re.compile(r"(?P<stem>[a-z][a-z_]*?)_(?:list|csv|array|ids)$")
WRITTEN_LINES = ("line", "address_line", "address", "street")  # lines of one address are one value, not several
WHOLE = {"address": "street, postal code and city", "person_name": "given and family name"}
NAMING = {"key", "attribute", "property", "field", "option", "setting", "name"}  # what names a value in a table of names and values


class Group(NamedTuple):
    """Attributes of one entity that hold several values of one fact; one where it is a list in a cell."""

    entity: str
    stem: str
    members: tuple[str, ...]


def apart(model: Conceptual, drafts: Mapping[str, Draft]) -> tuple[dict[str, Draft], tuple[Decision, ...]]:
    """The drafts with a relation for every such group, and the decisions; linear in attributes and in what speaks of them."""
    found: dict[str, Draft] = {}
    decisions: list[Decision] = []
    for id_, draft in drafts.items():
        made: list[Draft] = []
        kept = draft
        for group in groups(id_, model.entities[draft.entity]) if draft.entity else ():
            why = _speaks_of(model, group) or ("a relation has that name" if _name(group) in drafts else "")
            override = model.decisions.get(f"{ADVISOR}:{group.entity}.{group.stem}")
            together = override is not None and override.choice == TOGETHER
            if not why and not together:
                made.append(_values(kept, group))
                kept = _without(kept, group)
            because = (override.because or "you chose so") if override is not None and together else why
            decisions.append(_decision(group, because, overridden=together))
        found[id_] = kept
        found |= {one.id: one for one in made}
    return found, (*decisions, *_kept_whole(model))


def groups(id_: str, entity: Entity) -> Iterator[Group]:
    """Those of an entity: of one type, and stored."""
    stored = [name for name, attribute in entity.attributes.items() if attribute.derived is None and not attribute.multivalued]
    for stem, members in repeated(stored):
        bases = {entity.attributes[member].meaning.data.base for member in members}
        if len(bases) == 1 and (len(members) > 1 or bases == {"text"}) and stem not in entity.attributes:
            yield Group(id_, stem, members)


def repeated(names: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Numbered columns of one name (phone1, phone2), and each column that is called a list (tag_list), by what one value is called."""
    numbered: dict[str, list[str]] = {}
    for name in names:
        match = NUMBERED.match(name)
        if match and match["stem"].rstrip("_") not in WRITTEN_LINES:
            numbered.setdefault(match["stem"].rstrip("_"), []).append(name)
        elif listed := LIST.match(name):
            yield listed["stem"], (name,)
    yield from ((stem, tuple(members)) for stem, members in numbered.items() if len(members) > 1)


def _speaks_of(model: Conceptual, group: Group) -> str:
    """What else names one of the columns: a rule, an identifier, a pattern. Then they are several facts, not values of one."""
    entity = model.entities[group.entity]
    said: dict[str, object] = {"an identifier": entity.identifiers, "a derived value": [a.derived for a in entity.attributes.values()]}
    said |= {f"the rule {id_}": rule for id_, rule in model.rules.items() if rule.entity == group.entity}
    said |= {f"the pattern {id_}": pattern for id_, pattern in model.patterns.items()}
    said |= {f"the use case {id_}": case for id_, case in model.use_cases.items()}
    for what, value in said.items():
        text = msgspec.json.encode(value).decode()
        for member in group.members:
            if re.search(rf"(?<![a-z0-9_]){re.escape(member)}(?![a-z0-9_])", text):
                return f"{what} speaks of {member} alone"
    return ""


def _name(group: Group) -> str:
    return f"{group.entity}_{group.stem}"


def _values(owner: Draft, group: Group) -> Draft:
    """A row for each value, numbered within its owner."""
    primary = next(key.attributes for key in owner.keys if key.primary)
    number, relation = f"{group.stem}_no", _name(group)
    attributes = {name: RelationAttribute(name=name, purpose="reference") for name in primary}
    attributes[number] = RelationAttribute(name=number, purpose="bookkeeping")
    attributes[group.stem] = RelationAttribute(name=group.stem, of=f"{group.entity}.{group.members[0]}")
    why = owner.whys[0]
    return Draft(
        id=relation,
        name=relation,
        entity="",
        attributes=attributes,
        keys=(Key(attributes=(*primary, number), primary=True, surrogate=True),),
        whys=(why,),
        references={f"{relation}_{group.entity}": Reference(attributes=primary, relation=group.entity, to=primary, on_delete="cascade")},
        because=f"{owner.name} has any number of {group.stem}",
    )


def _without(draft: Draft, group: Group) -> Draft:
    return draft._replace(attributes={name: a for name, a in draft.attributes.items() if name not in group.members})


def _decision(group: Group, why: str, *, overridden: bool) -> Decision:
    own = f"a relation {_name(group)} with a row for each {group.stem}"
    several = len(group.members) > 1
    what = f"{', '.join(group.members)} are values of one fact" if several else f"{group.members[0]} holds several values in one cell"
    price = "one more needs a column more, and to find one asks each of them" if several else "none can be found, counted or refused by itself"
    return Decision(
        advisor=ADVISOR,
        subject=f"{group.entity}.{group.stem}",
        choice=TOGETHER if why else own,
        because=why or f"{what}: {price}",
        evidence=(ModelFact(element=f"{group.entity}: {', '.join(group.members)}", states=what), CODD),
        instead_of=(own if why else TOGETHER,),
        overridden=overridden,
    )


def _kept_whole(model: Conceptual) -> Iterator[Decision]:
    """Values with parts, names with values, documents: kept as they are, and what they would be else."""
    facts = [(id_, name, a) for id_, entity in model.entities.items() for name, a in entity.attributes.items() if a.derived is None]
    for kind, parts in WHOLE.items():
        some = [f"{id_}.{name}" for id_, name, attribute in facts if attribute.meaning.name == kind]
        if some:
            because = f"people read and write it as one value: no rule, pattern or identifier asks for its {parts}"
            evidence = NAMES if kind == "person_name" else CODD
            yield _whole(kind, some, "one value", because, f"{parts} apart", evidence)
    documents = [f"{id_}.{name}" for id_, name, attribute in facts if attribute.meaning.data.base == "json"]
    if documents:
        because = (
            "what stands in it is not known beforehand: no key, reference or check reaches inside, so what is asked for often belongs in a column"
        )
        if asked := [member.replace("_", " ") for _, _, attribute in facts for member in attribute.members]:
            because += f"; asked for inside: {', '.join(asked)}"
        yield _whole("documents", documents, "a document", because, "a column or a relation for each fact", CODD)
    pairs = [id_ for id_, entity in model.entities.items() if _names_values(entity.attributes)]
    if pairs:
        because = "which facts there are is data here: none of them has a type, check or reference of its own, and a row of facts is as many joins"
        yield _whole("names_and_values", pairs, "names with values", because, "a column for each fact that is known", CODD)


def _names_values(attributes: Mapping[str, Attribute]) -> bool:
    own = {name for name in attributes if not name.endswith("_id")}
    return "value" in own and len(own) == 2 and any(name in NAMING or name.endswith(("_key", "_name")) for name in own - {"value"})


def _whole(kind: str, some: list[str], choice: str, because: str, other: str, evidence: Manual) -> Decision:
    shown = ", ".join(some[:4]) + (f" and {len(some) - 4} more" if len(some) > 4 else "")
    return Decision(
        advisor=ADVISOR,
        subject=kind,
        choice=f"{choice}: {shown}",
        because=because,
        evidence=(ModelFact(element=shown, states=kind.replace("_", " ")), evidence),
        instead_of=(other,),
    )
