"""How fast a design is made, in ratios of one run on this machine. Run: make bench

Whole process for the shop at depth full; then models of 10, 100 and 1,000 entities without text, as time per entity
against n log n of the smallest.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time

import msgspec

from relvar import api
from relvar.model.brief import Quantity, Source
from relvar.model.conceptual import AccessPattern, Conceptual, End, Entity, Filter, Relationship, Volume

BRIEF = "E-commerce platform with users, products, orders"
MADE = Source(kind="rule", words="synthetic")


def model_of(entities: int) -> Conceptual:
    """A model with attributes of the shop's entities and two references from each entity to earlier ones."""
    seed = api.read(api.brief_of(BRIEF, ["postgresql"]))
    shapes = list(seed.entities.values())
    made: dict[str, Entity] = {}
    links: dict[str, Relationship] = {}
    for n in range(entities):
        shape = shapes[n % len(shapes)]
        made[f"thing_{n}"] = msgspec.structs.replace(
            shape, name=f"thing_{n}", plural=f"things_{n}", identifiers=(), supertype="", entity_kind="thing"
        )
        for earlier in sorted({n // 2, n // 3} - {n}):
            first, second = End(entity=f"thing_{earlier}", minimum=1, maximum=1), End(entity=f"thing_{n}")
            links[f"thing_{earlier}_thing_{n}"] = Relationship(verb="has", first=first, second=second, source=MADE)
    volume = Volume(initial=quantity(10_000), per_day=quantity(100), after_years=192_500, arithmetic="10,000 + 100 x 365 x 5")
    patterns = {
        f"{link}_list": AccessPattern(
            name=f"{r.second.entity} of {r.first.entity}",
            entity=r.second.entity,
            source=MADE,
            filters=(Filter(op="=", path=(link,)),),
            per_day=quantity(500),
        )
        for link, r in links.items()
    }
    return Conceptual(entities=made, relationships=links, patterns=patterns, volumes=dict.fromkeys(made, volume), scale=seed.scale)


def quantity(value: float) -> Quantity:
    return Quantity(value=value, unit="rows", source=MADE)


def seconds(entities: int) -> float:
    brief, model = api.brief_of(BRIEF, ["postgresql"]), model_of(entities)
    start = time.perf_counter()
    api.artefacts(api.design_of(brief, model))
    return time.perf_counter() - start


def main() -> None:
    start = time.perf_counter()
    script = f"from relvar import api; api.artefacts(api.design(api.brief_of({BRIEF!r}, ['postgresql'], depth='full')))"
    subprocess.run([sys.executable, "-c", script], check=True)
    print(f"shop, depth full, whole process: {time.perf_counter() - start:.2f} s (aim: under 1 s)")
    base = seconds(10)
    for entities in (10, 100, 1000):
        taken = base if entities == 10 else seconds(entities)
        fair = base * entities * math.log(entities) / (10 * math.log(10))
        print(f"{entities:>5} entities: {taken:.2f} s, {taken / fair:.2f} of n log n from 10")


if __name__ == "__main__":
    main()
