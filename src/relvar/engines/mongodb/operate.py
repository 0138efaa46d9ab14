"""Scripts of who runs it: deployment, backup, restore."""

from __future__ import annotations

from relvar.engines.mongodb.files import as_json
from relvar.engines.mongodb.securing.files import access
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
    deploy = Artefact(path="operate/deploy.sh", text=DEPLOY.format(title=design.brief.title), executable=True)
    return (deploy, *access(design, store), *as_json(design, store))
