"""backup.sh, archive_oplog.sh, restore.sh, recover_to.sh: dumps of the replica set with its oplog, and the oplog as it grows.

The address comes from MONGODB_URI and goes to the tools in a file that only its owner reads, for an argument could be read by others on
the machine. Sources: MongoDB database tools, mongodump (`--oplog` dumps a whole server), mongorestore (`--oplogReplay` takes no part of a
dump; `--oplogFile`, `--oplogLimit`); entries of the oplog may be applied twice (manual, "Replica Set Oplog": idempotent).
"""

from __future__ import annotations

from relvar.model.design import Artefact
from relvar.model.topology import Backup

SHELL = "#!/usr/bin/env bash\nset -euo pipefail\n"
KEEP_DAYS = 14  # where no backup rule of the design says otherwise
FIRST_SEGMENT_SECONDS = 3_600  # how far back the first segment of the oplog begins, where none is there
# A password in an argument is seen in the list of processes; mongodump and mongorestore read the address from a file.
CONFIG = """: "${MONGODB_URI:?say where, without a database: MONGODB_URI=mongodb://host:27017/?replicaSet=...}"
config="$(mktemp)"
trap 'rm -f "$config"' EXIT
printf 'uri: "%s"\\n' "$MONGODB_URI" > "$config"
"""


def copies(name: str, backup: Backup | None) -> tuple[Artefact, ...]:
    """The scripts, with this design's terms. `name`: the project's, of files and database."""
    keep = backup.keep_days if backup else KEEP_DAYS
    minutes = f"{backup.rpo_minutes:g} min may be lost" if backup else "what may be lost is not said"
    made = {
        "backup.sh": BACKUP.format(name=name, keep=keep, config=CONFIG),
        "archive_oplog.sh": ARCHIVE.format(keep=keep, minutes=minutes, config=CONFIG, first=FIRST_SEGMENT_SECONDS),
        "restore.sh": RESTORE.format(name=name, config=CONFIG),
        "recover_to.sh": RECOVER.format(config=CONFIG),
    }
    return tuple(Artefact(path=f"operate/{file}", text=SHELL + body, executable=True) for file, body in made.items())


BACKUP = """# A dump of the whole replica set with what was written meanwhile: usage backup.sh FOLDER
# It is one instant once its oplog is replayed (recover_to.sh). A sharded cluster is copied by its host, or by snapshots of each shard.
folder="${{1:?usage: backup.sh FOLDER}}"
{config}umask 077
file="$folder/{name}_$(date -u +%Y%m%dT%H%M%SZ).archive.gz"
# First under another name: a half-written file must never be taken for a backup.
mongodump --config="$config" --readPreference=secondaryPreferred --oplog --gzip --archive="$file.part"
gzip --test "$file.part"
mv "$file.part" "$file"
find "$folder" -maxdepth 1 -name '{name}_*.archive.gz' -mtime +{keep} -delete
echo "$file"
"""

ARCHIVE = """# What the oplog has since the last time, into a file of its own: usage archive_oplog.sh FOLDER; {minutes}
# Files are named by the seconds that they begin and end at. Entries may be in two of them: applied twice they do no harm.
folder="${{1:?usage: archive_oplog.sh FOLDER}}"
{config}umask 077
until="$(date -u +%s)"
last="$(find "$folder" -maxdepth 1 -name 'oplog_*_*.bson.gz' | sort | tail -n 1)"
from="$((until - {first}))"
if [ -n "$last" ]; then from="$(basename "$last" .bson.gz)"; from="${{from##*_}}"; fi
# The oplog is a ring: where its oldest entry is younger than what is wanted, something is lost between two files.
oldest="$(mongosh --quiet --nodb --eval 'const oplog = connect(process.env.MONGODB_URI).getSiblingDB("local").oplog.rs;
  print(oplog.find().sort({{$natural: 1}}).limit(1).next().ts.t)')"
if [ -n "$last" ] && [ "$oldest" -gt "$from" ]; then
  echo "archive_oplog.sh: the oplog begins at $oldest, after $from: a gap. Run backup.sh now, and make the oplog larger" >&2
  exit 1
fi
file="$folder/oplog_${{from}}_${{until}}.bson.gz"
mongodump --config="$config" --db=local --collection=oplog.rs \\
  --query="{{\\"ts\\": {{\\"\\$gte\\": {{\\"\\$timestamp\\": {{\\"t\\": $from, \\"i\\": 0}}}}}}}}" --out=- | gzip > "$file.part"
gzip --test "$file.part"
mv "$file.part" "$file"
find "$folder" -maxdepth 1 -name 'oplog_*_*.bson.gz' -mtime +{keep} -delete
echo "$file"
"""

RESTORE = """# One database of a dump under another name, beside what is there: usage restore.sh FILE DATABASE
# Not one instant: the dump's oplog is replayed on whole servers only (recover_to.sh). Run operate/checks.js there before anybody relies on it.
file="${{1:?usage: restore.sh FILE DATABASE}}"
database="${{2:?usage: restore.sh FILE DATABASE}}"
source_database="${{SOURCE_DATABASE:-{name}}}"
{config}gzip --test "$file"
export DATABASE="$database"
# Nothing is overwritten.
mongosh --quiet --nodb --eval 'const names = connect(process.env.MONGODB_URI).getSiblingDB(process.env.DATABASE).getCollectionNames();
  if (names.length) {{ print(`restore.sh: ${{process.env.DATABASE}} holds collections`); quit(1); }}'
mongorestore --config="$config" --gzip --archive="$file" --nsInclude="$source_database.*" \\
  --nsFrom="$source_database.*" --nsTo="$database.*" --stopOnError
echo "$database"
"""

RECOVER = """# A whole server as it was at an instant: usage recover_to.sh FILE ARCHIVE INSTANT
# FILE: a dump from before the instant. ARCHIVE: the folder of archive_oplog.sh. INSTANT: UTC, YYYY-MM-DDTHH:MM:SSZ; what is of that second is not
# taken. MONGODB_URI: a new, empty replica set of one member, with an account that has the role restore.
file="${{1:?usage: recover_to.sh FILE ARCHIVE INSTANT}}"
archive="${{2:?usage: recover_to.sh FILE ARCHIVE INSTANT}}"
instant="$(date -u -d "${{3:?usage: recover_to.sh FILE ARCHIVE INSTANT}}" +%s)"
{config}gzip --test "$file"
mongosh --quiet --nodb --eval 'const there = connect(process.env.MONGODB_URI).getMongo().getDBNames();
  if (there.some((name) => !["admin", "config", "local"].includes(name))) {{ print("recover_to.sh: the server holds databases"); quit(1); }}'
mongorestore --config="$config" --gzip --archive="$file" --oplogReplay --oplogLimit="$instant:0" --stopOnError
work="$(mktemp -d)"
trap 'rm -rf "$config" "$work"' EXIT
mkdir "$work/empty"
stamp="$(basename "$file" .archive.gz)"
stamp="${{stamp##*_}}"
began="$(date -u -d "${{stamp:0:8}} ${{stamp:9:2}}:${{stamp:11:2}}:${{stamp:13:2}}" +%s)"
for segment in $(find "$archive" -maxdepth 1 -name 'oplog_*_*.bson.gz' | sort); do
  name="$(basename "$segment" .bson.gz)"
  until="${{name##*_}}"
  from="${{name#oplog_}}"
  from="${{from%_*}}"
  if [ "$until" -lt "$began" ] || [ "$from" -gt "$instant" ]; then continue; fi
  gunzip --stdout "$segment" > "$work/oplog.bson"
  mongorestore --config="$config" --oplogReplay --oplogFile="$work/oplog.bson" --oplogLimit="$instant:0" "$work/empty"
done
echo "as of $3; run operate/checks.js before anybody relies on it"
"""
