"""Files of who runs it: deployment, copies, settings, watching, checks, access."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.hosting import at
from relvar.engines.mongodb.files import as_json
from relvar.engines.mongodb.operating import sharding, zones
from relvar.engines.mongodb.operating.checks import crontab
from relvar.engines.mongodb.operating.checks import script as checks
from relvar.engines.mongodb.operating.copies import copies
from relvar.engines.mongodb.operating.expiry import script as expiry
from relvar.engines.mongodb.operating.settings import connections, settings
from relvar.engines.mongodb.operating.watching import monitor
from relvar.engines.mongodb.securing.encryption_files import encryption
from relvar.engines.mongodb.securing.files import access
from relvar.engines.mongodb.securing.row_filters import row_filters
from relvar.engines.mongodb.text import text
from relvar.model.design import Artefact, Design

DEPLOY = """#!/usr/bin/env bash
# {title}: makes the collections, indexes and views in the database of the address. The address comes from the environment, for an argument
# could be read by others on this machine:  MONGODB_URI=mongodb://... operate/deploy.sh
# Roles are made by whoever administers users, not by who deploys: mongosh "$MONGODB_URI" --file access/02_roles.js
set -euo pipefail
shopt -s nullglob
cd "$(dirname "$0")/.."
: "${{MONGODB_URI:?say where: MONGODB_URI=mongodb://host/database}}"
for file in deploy/*.js access/01_*.js; do
  mongosh --quiet --nodb --eval "db = connect(process.env.MONGODB_URI)" --file "$file"
done
"""


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    return (
        Artefact(path="operate/deploy.sh", text=DEPLOY.format(title=design.brief.title), executable=True),
        *_operating(design, store),
        *access(design, store),
        *row_filters(design, store),
        *encryption(design, store),
        *as_json(design, store),
    )


def _operating(design: Design, store: str) -> Iterator[Artefact]:
    """Copies, settings, watching; what is the host's own is left to it."""
    physical, topology = design.physical[store], design.topology.get(store)
    backup = topology.backup if topology else None
    if at(physical) is None:
        yield from copies(design.brief.project, backup)
        yield settings(design, store)
        yield Artefact(path="operate/jobs.crontab", text=crontab(physical, design.brief.title, design.brief.project, backup))
    yield connections(design, store)
    yield Artefact(path="operate/monitor.js", text=monitor(design, store))
    for found in (checks(physical), expiry(physical), sharding.script(design, store), zones.script(design, store)):
        if found is not None:
            yield Artefact(path=found.path, text=text(found))
