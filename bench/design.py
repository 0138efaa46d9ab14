"""How fast a design is made, in ratios of one run on this machine. Run: make bench

Whole process for the shop at depth full on both engines, into a new folder, with byte code as an installed package has it; then
models of 10, 100 and 1,000 entities without text, as time per entity against n log n of the smallest. Seconds are those of the
processor beside those of the clock, for others may work on the machine.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import tempfile
import time

import msgspec

from relvar import api
from relvar.model.brief import Quantity, Source
from relvar.model.conceptual import AccessPattern, Conceptual, End, Entity, Filter, Relationship, Volume

BRIEF = "E-commerce platform with users, products, orders"
SHOP = ("-d", "postgresql", "-d", "sqlite", "--scale", "1M users, 50k orders a day, 5 years of history, EU", "--depth", "full", "--no-prove")
RUNS = 5
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


def timed(entities: int) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    brief, model = api.brief_of(BRIEF, ["postgresql"]), model_of(entities)
    clock, processor = time.perf_counter(), time.process_time()
    api.artefacts(api.design_of(brief, model))
    return time.perf_counter() - clock, time.process_time() - processor


def shop(folder: str) -> tuple[float, float]:
    """The command as a person gives it."""
    script = "import sys; from relvar.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "design", BRIEF, *SHOP, "--out", f"{folder}/shop"]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": f"{folder}/code"}
    clock, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    after = os.times()
    shutil.rmtree(f"{folder}/shop")
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - clock, busy


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop(folder)  # compiles
        runs = sorted(shop(folder) for _ in range(RUNS))
    print(f"shop, depth full, whole process: {runs[0][0]:.2f} s, processor {runs[0][1]:.2f} s, best of {RUNS} (aim: under 1 s)")
    timed(10)  # imports
    base = timed(10)[1]
    for entities in (10, 100, 1000):
        clock, processor = timed(entities)
        fair = base * entities * math.log(entities) / (10 * math.log(10))
        print(f"{entities:>5} entities: {clock:.2f} s, processor {processor:.2f} s, {processor / fair:.2f} of n log n from 10")


if __name__ == "__main__":
    main()
