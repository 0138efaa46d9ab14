#!/usr/bin/env bash
# Blog system: makes the collections and indexes in the database of the address. The address comes from the environment, for an argument
# could be read by others on this machine:  MONGODB_URI=mongodb://... operate/deploy.sh
set -euo pipefail
cd "$(dirname "$0")/.."
: "${MONGODB_URI:?say where: MONGODB_URI=mongodb://host/database}"
for file in deploy/*.js; do
  mongosh --quiet --nodb --eval "db = connect(process.env.MONGODB_URI)" --file "$file"
done
