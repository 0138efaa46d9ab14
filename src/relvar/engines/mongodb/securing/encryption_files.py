"""access/encryption/: the maps that drivers take, what collections are then made with, and what each field costs; optional."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.securing.encrypted import Field, collections, encrypted_fields, fields, schema_map
from relvar.engines.mongodb.securing.views import views
from relvar.model.design import Artefact, Decision, Design, Manual
from relvar.model.figures import listed

FOLDER = "access/encryption"
LIMITS = Manual(
    title="MongoDB manual: Queryable Encryption limitations",
    address="https://www.mongodb.com/docs/manual/core/queryable-encryption/reference/limitations/",
)
HEAD = """# Fields that the client alone reads

Optional. The files of `deploy/` make collections that the server can read, and everything that is proven is proven of those: take this where the
server's staff, or whoever has a copy, must not read these fields. It is for new collections: documents that are there must be written again.

`queryable.json` is an encryptedFieldsMap (prefix each name with the database, `shop.users`); `collections.json` has what each collection is made with
in place of `deploy/`. `schema_map.json` is the same for client-side field level encryption, with the key's `_id` to be put in; of the two, one.
Keys are yours: a customer master key in a key management service (AWS KMS, Azure, GCP, KMIP), never in a file; a key vault collection; one data key a
field. Who loses the master key has lost the fields. Automatic encryption is in the enterprise edition and at Atlas; with the community edition
the application calls the driver's ClientEncryption itself.

A field that is not queryable is shown and stored and nothing else. A queryable one is asked by equality alone: `$lookup`, range, sort, prefix,
`$group` and regular expressions are refused by the driver. An encrypted collection takes no multi-document update and has no views.
"""


def encryption(design: Design, store: str) -> Iterator[Artefact]:
    """Nothing where no field asks for it, or none can be encrypted."""
    shared = Store.of(design.physical[store])
    found = list(fields(shared, design.conceptual.regimes))
    if not any(not f.why_not for f in found):
        return
    made = {"queryable.json": encrypted_fields(found), "schema_map.json": schema_map(found), "collections.json": collections(shared, found)}
    yield from (Artefact(path=f"{FOLDER}/{name}", text=_json(value)) for name, value in made.items())
    lost: dict[str, list[str]] = {}
    for one in views(shared):
        lost.setdefault(one.collection.name, []).append(one.view)
    yield Artefact(path=f"{FOLDER}/README.md", text="\n".join([HEAD, *_table(found, lost)]) + "\n")


def decided(design: Design, store: str) -> Iterator[Decision]:
    """One decision: the map is beside the design, not in it, and why."""
    found = list(fields(Store.of(design.physical[store]), design.conceptual.regimes))
    able = [f for f in found if not f.why_not]
    if not able:
        return
    costs = [f"{f.collection.name}.{f.path} would lose {listed(_costs(f))}" for f in able if _costs(f)]
    names = [f"{f.collection.name}.{f.path}" for f in able]
    unable = [f"{f.collection.name}.{f.path}: {f.why_not}" for f in found if f.why_not]
    yield Decision(
        advisor="mongodb",
        subject="access.encryption",
        store=store,
        choice=f"maps for {len(able)} fields in {FOLDER}, to be taken or left; deploy/ makes them readable to the server",
        because="; ".join([*costs, *unable]) or f"no question asks {listed(names)} and no rule looks at them",
        evidence=(LIMITS,),
        instead_of=("encrypted by default: keys are in no design, and the proof could look at nothing",),
    )


def _costs(one: Field) -> list[str]:
    lost = [f"“{name}”" for name in one.other]
    if one.equality and not one.queryable:
        lost += [f"“{name}”" for name in one.equality]
    lost += [f"the rule “{says}”" for says in one.rules]
    return [*lost, *(f"uniqueness ({name})" for name in one.unique)]


def _table(found: list[Field], views_of: dict[str, list[str]]) -> Iterator[str]:
    yield "| field | type | asked | index that goes | lost |"
    yield "| --- | --- | --- | --- | --- |"
    for one in found:
        name = f"`{one.collection.name}.{one.path}`"
        if one.why_not:
            yield f"| {name} | {one.kind} | not encrypted: {one.why_not} | | |"
            continue
        lost = [*_costs(one), *views_of.get(one.collection.name, ())]
        asked = f"by equality: {'; '.join(one.equality)}" if one.queryable else "no"
        yield f"| {name} | {one.kind} | {asked} | {', '.join(one.indexes)} | {'; '.join(lost)} |"


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
