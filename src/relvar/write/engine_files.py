"""<engine>/: deploy, test, queries, operate and migrations, as the engine's own folder writes them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.engines import engine
from relvar.model.design import Artefact, Design
from relvar.write.migrations import migrations


def engine_files(design: Design) -> Iterator[Artefact]:
    for store, physical in design.physical.items():
        place = engine(physical.engine)
        deployed = place.deploy(design, store)
        for script in (*deployed, *place.test(design, store), *place.queries(design, store)):
            yield Artefact(path=f"{store}/{script.path}", text=place.text(script))
        for artefact in place.operate(design, store):
            yield msgspec.structs.replace(artefact, path=f"{store}/{artefact.path}")
        yield from migrations(design, store, place, deployed)
