"""Zones: documents of one region lie on that region's shards, where the brief asks that data stay there.

A document can be told by what it holds alone: a zone is a range of the shard key, so the key begins with the field that says where somebody
is at home. Collections without such a field are named in the decision, for nothing keeps them anywhere.
Sources: MongoDB manual, "Zones", "Segmenting Data by Location".
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.operating.residence import Zoned, regions, zoned
from relvar.engines.mongodb.operating.sharding import cut, lost
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import Call, helped
from relvar.model.design import Decision, Design, Manual
from relvar.model.figures import listed

PATH = "operate/zones.js"
HEAD = """Zones, by region. Run once, through mongos, before documents arrive: what lies elsewhere is moved, which takes days. SHARDS says which
shards stand where: SHARDS='{"EU": ["shard0"]}' mongosh --file operate/zones.js. Not run by any proof: it needs a cluster of several regions."""
MANUAL = Manual(
    title="MongoDB manual: segmenting data by location", address="https://www.mongodb.com/docs/manual/tutorial/sharding-segmenting-data-by-location/"
)


def script(design: Design, store: str) -> Script | None:
    places = regions(design)
    found, _ = zoned(Store.of(design.physical[store]), design)
    if not places or not found:
        return None
    statements = [Statement(text=helped(Call("", "zone", (name,))), because=f"{name}: its shards") for name in places]
    for one in found:
        statements += _of(one, places)
    return Script(path=PATH, head=" ".join(HEAD.split()), statements=tuple(statements), transactional=False)


def _of(one: Zoned, places: dict[str, tuple[str, ...]]) -> Iterator[Statement]:
    for name, codes in places.items():
        because = f"{one.collection.name} of {name}: each country is a range of its own"
        yield Statement(text=helped(Call("", "assign", (one.collection.name, one.field, name, list(codes)))), because=because)
    yield from cut(one.collection, one.key, lost(one.collection, one.key), "The ranges stand before the first chunk is made")


def decided(design: Design, store: str) -> Iterator[Decision]:
    places = regions(design)
    if not places:
        return
    found, homeless = zoned(Store.of(design.physical[store]), design)
    said = [f"{z.collection.name} by {z.field}" for z in found]
    without = f"; nothing keeps {listed(homeless)} anywhere: a field with the country of whom they are about would" if homeless else ""
    broken = [name for z in found for name in lost(z.collection, z.key)]
    yield Decision(
        advisor="mongodb",
        subject="zones",
        store=store,
        choice=f"zones {listed(list(places))}: {listed(said)}" if found else "no zones: no document says where it belongs",
        because=f"data stay where people are at home{without}" + (f"; no longer upheld by the server: {listed(broken)}" if broken else ""),
        evidence=(MANUAL,),
        instead_of=("one cluster a region, and a directory of who is where",),
    )
