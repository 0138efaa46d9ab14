"""A pipeline over documents of their own, so that it reads those that lie in their owner's document as well.

A question that begins at the rows asks both places by the index of each, and goes on with both answers (`$unionWith`); who comes from the
owner has its array in hand and looks the rest up only where the document is marked; who comes from elsewhere looks both up.
Source: MongoDB manual, "$unionWith", "$lookup" (correlated by fields and by a pipeline at once: 5.0 on), "$concatArrays".
"""

from __future__ import annotations

from typing import Any

from relvar.engines.mongodb.outlying.flows import Flow, flows
from relvar.engines.mongodb.places import Store
from relvar.plan.documents.layout import KEY

Stage = dict[str, Any]
# What an element that satisfies it says of its whole array as well: the document is found by it, and each element is asked again.
FOUND_BY = frozenset({"$eq", "$gt", "$gte", "$lt", "$lte", "$in"})
RESHAPING = frozenset({"$project", "$group", "$replaceWith", "$unset"})


def over_both(store: Store, collection: str, stages: list[Stage]) -> list[Stage]:
    """The pipeline, which begins at a collection and knows only rows that are documents of their own."""
    by_name = {flow.apart.name: flow for flow in flows(store).values()}
    return _Rewriting(by_name, collection).rewritten(stages) if by_name else stages


class _Rewriting:
    def __init__(self, by_name: dict[str, Flow], collection: str) -> None:
        self.by_name, self.collection = by_name, collection

    def rewritten(self, stages: list[Stage]) -> list[Stage]:
        found: list[Stage] = []
        whole = True  # whether a document of the pipeline is still one of the collection
        for stage in stages:
            whole = whole and not RESHAPING & stage.keys()
            lookup = stage.get("$lookup")
            if lookup is None:
                found.append(stage)
                continue
            if "pipeline" in lookup:
                lookup = {**lookup, "pipeline": _Rewriting(self.by_name, "").rewritten(lookup["pipeline"])}
            flow = self.by_name.get(lookup["from"])
            found += [{"$lookup": lookup}] if flow is None else self._looked_up(flow, lookup, whole)
        flow = self.by_name.get(self.collection)
        return _begun(flow, found) if flow is not None else found

    def _looked_up(self, flow: Flow, lookup: Stage, whole: bool) -> list[Stage]:
        own = lookup.get("localField") == KEY and lookup.get("foreignField") == flow.reference
        if own and whole and self.collection == flow.owner.name and "pipeline" not in lookup:
            return _from_owner(flow, lookup)
        return _from_elsewhere(flow, lookup)


def _begun(flow: Flow, stages: list[Stage]) -> list[Stage]:
    """The rows that the pipeline begins with, of both places; an order and a limit that follow at once are kept in each place first."""
    match = stages[0]["$match"] if stages and "$match" in stages[0] else None
    rest = stages[1:] if match is not None else stages
    cut = [s for s in rest[:2] if s.keys() <= {"$sort", "$limit"}] if rest and "$sort" in rest[0] else []
    head = [{"$match": match}] if match is not None else []
    inside = [*_elements(flow, _prefiltered(flow, match or {})), *head]
    kept = cut if len(cut) == 2 else []
    return [*head, *kept, {"$unionWith": {"coll": flow.owner.name, "pipeline": [*inside, *kept]}}, *rest]


def _elements(flow: Flow, match: Stage) -> list[Stage]:
    """The elements of the documents that are found, each as the document that it would be."""
    field = flow.outlier.field
    whole = {"$mergeObjects": [f"${field}", {flow.reference: f"${KEY}"}]}
    found = match or {f"{field}.0": {"$exists": True}}
    return [{"$match": found}, {"$unwind": f"${field}"}, {"$replaceWith": whole}]


def _prefiltered(flow: Flow, match: Stage) -> Stage:
    """What of a condition on rows finds the documents that they lie in; the rest is asked of each element."""
    found: Stage = {}
    for path, wanted in match.items():
        if path == "$and":
            parts = [part for one in wanted if (part := _prefiltered(flow, one))]
            found |= {"$and": parts} if parts else {}
        elif not path.startswith("$") and _finds(wanted):
            found[_path(flow, path)] = wanted
    return found


def _finds(wanted: Any) -> bool:
    if isinstance(wanted, dict) and any(word.startswith("$") for word in wanted):
        operators = {word for word in wanted if word.startswith("$")}
        return (operators <= FOUND_BY and None not in wanted.values()) or not operators & (FOUND_BY | {"$ne", "$nin", "$not", "$exists", "$regex"})
    return wanted is not None


def _path(flow: Flow, path: str) -> str:
    return KEY if path == flow.reference else f"{flow.outlier.field}.{path}"


def _from_owner(flow: Flow, lookup: Stage) -> list[Stage]:
    """The array that is there, and what flowed over where the document says so."""
    marked = {"let": {"marked": f"${flow.outlier.marker}"}, "pipeline": [{"$match": {"$expr": {"$eq": ["$$marked", True]}}}]}
    field, name = f"${flow.outlier.field}", lookup["as"]
    whole = {"$mergeObjects": ["$$row", {flow.reference: f"${KEY}"}]}
    inside = {"$map": {"input": {"$ifNull": [field, []]}, "as": "row", "in": whole}}
    return [{"$lookup": {**lookup, **marked}}, {"$set": {name: {"$concatArrays": [inside, f"${name}"]}}}]


def _from_elsewhere(flow: Flow, lookup: Stage) -> list[Stage]:
    """Both places looked up, the elements by the document that they lie in."""
    name, inside = lookup["as"], f"{lookup['as']}_inside"
    made: Stage = {"from": flow.owner.name}
    let, again = dict(lookup.get("let", {})), []
    foreign = lookup.get("foreignField", "")
    if foreign:
        made |= {"localField": lookup["localField"], "foreignField": _path(flow, foreign)}
    if foreign and foreign != flow.reference:
        let["sought"] = f"${lookup['localField']}"
        again = [{"$match": {"$expr": {"$in": [f"${foreign}", {"$cond": [{"$isArray": ["$$sought"]}, "$$sought", ["$$sought"]]}]}}}]
    stages = [*_elements(flow, {}), *again, *lookup.get("pipeline", [])]
    second = {**made, **({"let": let} if let else {}), "pipeline": stages, "as": inside}
    both = {"$set": {name: {"$concatArrays": [f"${inside}", f"${name}"]}}}
    return [{"$lookup": lookup}, {"$lookup": second}, both, {"$unset": [inside]}]
