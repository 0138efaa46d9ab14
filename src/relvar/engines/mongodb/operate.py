"""Scripts of who runs it: deployment, backup, restore."""

from __future__ import annotations

from relvar.engines.mongodb.files import as_json
from relvar.model.design import Artefact, Design

DEPLOY = """#!/usr/bin/env bash
# {title}: makes the collections and indexes in the database of the address. The address comes from the environment, for an argument
# could be read by others on this machine:  MONGODB_URI=mongodb://... operate/deploy.sh
set -euo pipefail
cd "$(dirname "$0")/.."
: "${{MONGODB_URI:?say where: MONGODB_URI=mongodb://host/database}}"
for file in deploy/*.js; do
  mongosh --quiet --nodb --eval "db = connect(process.env.MONGODB_URI)" --file "$file"
done
"""


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    deploy = Artefact(path="operate/deploy.sh", text=DEPLOY.format(title=design.brief.title), executable=True)
    return (deploy, *as_json(design, store))
