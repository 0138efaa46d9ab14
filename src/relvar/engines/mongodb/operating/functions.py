"""What scripts of operation are written with: each stands at the head of the scripts that need it."""

from __future__ import annotations

from relvar.engines.mongodb.migrating.batches import ACKNOWLEDGED, BATCH_DOCUMENTS

OPERATE_HELPERS = {
    "check(": (
        "const check = (name, collection, stages) => {\n"
        "  const [found] = db.getCollection(collection).aggregate(stages, {allowDiskUse: true}).toArray();\n"
        "  if (found) print(`${name}: ${found.wrong} wrong`);\n"
        "};"
    ),
    "expire(": (
        "// What refers to a document leaves before it, so that one who is stopped leaves nothing that leads nowhere; what must stay keeps it.\n"
        "const leave = (name, found, along) => {\n"
        "  let keys = found;\n"
        "  for (const one of along) {\n"
        "    const other = db.getCollection(one.name), path = one.array && one.field ? `${one.array}.${one.field}` : one.array ?? one.field;\n"
        "    const referring = {[path]: {$in: keys}};\n"
        '    if (one.then === "keep") {\n'
        "      const held = new Set(other.distinct(path, referring).map(String));\n"
        "      keys = keys.filter((key) => !held.has(String(key)));\n"
        "    }\n"
        f'    if (one.then === "empty") other.updateMany(referring, {{$unset: {{[path]: ""}}}}, {ACKNOWLEDGED});\n'
        '    if (one.then === "pull") {\n'
        "      const gone = one.field ? {[one.field]: {$in: keys}} : {$in: keys};\n"
        f"      other.updateMany(referring, {{$pull: {{[one.array]: gone}}}}, {ACKNOWLEDGED});\n"
        "    }\n"
        '    if (one.then === "delete") leave(one.name, other.find(referring, {_id: 1}).toArray().map((document) => document._id), one.along);\n'
        "  }\n"
        f"  for (let first = 0; first < keys.length; first += {BATCH_DOCUMENTS})\n"
        f"    db.getCollection(name).deleteMany({{_id: {{$in: keys.slice(first, first + {BATCH_DOCUMENTS})}}}}, {ACKNOWLEDGED});\n"
        "};\n"
        "const expire = (name, filter, along) => {\n"
        "  for (let rest = filter; ; ) {\n"
        f"    const batch = db.getCollection(name).find(rest, {{_id: 1}}).sort({{_id: 1}}).limit({BATCH_DOCUMENTS}).toArray();\n"
        "    const keys = batch.map((found) => found._id);\n"
        "    if (!keys.length) return;\n"
        "    leave(name, keys, along);\n"
        "    rest = {$and: [filter, {_id: {$gt: keys[keys.length - 1]}}]};\n"
        "  }\n"
        "};"
    ),
    "anonymise(": (
        "// What was copied elsewhere goes first, so that one who is stopped finds the document again.\n"
        "const anonymise = (name, filter, work, copies) => {\n"
        "  for (let rest = filter; ; ) {\n"
        f"    const batch = db.getCollection(name).find(rest, {{_id: 1}}).sort({{_id: 1}}).limit({BATCH_DOCUMENTS}).toArray();\n"
        "    const keys = batch.map((found) => found._id);\n"
        "    if (!keys.length) return;\n"
        "    for (const one of copies) {\n"
        '      const gone = Object.fromEntries(one.gone.map((path) => [path, ""]));\n'
        "      const of = one.own ? {arrayFilters: [{[`one.${one.own}`]: {$in: keys}}]} : {};\n"
        f"      db.getCollection(one.name).updateMany({{[one.at]: {{$in: keys}}}}, {{$unset: gone}}, {{...of, ...{ACKNOWLEDGED}}});\n"
        "    }\n"
        f"    db.getCollection(name).updateMany({{$and: [filter, {{_id: {{$in: keys}}}}]}}, work, {ACKNOWLEDGED});\n"
        "    rest = {$and: [filter, {_id: {$gt: keys[keys.length - 1]}}]};\n"
        "  }\n"
        "};"
    ),
    "shard(": "const shard = (name, key) => sh.shardCollection(`${db.getName()}.${name}`, key);",
    "zone(": (
        "const zone = (name) => {\n"
        '  const shards = JSON.parse(process.env.SHARDS ?? "{}")[name] ?? [];\n'
        "  if (!shards.length) throw new Error(`SHARDS names no shard for ${name}`);\n"
        "  for (const one of shards) sh.addShardToZone(one, name);\n"
        "};"
    ),
    "assign(": (
        "const assign = (collection, field, name, values) => {\n"
        "  for (const value of values)\n"
        "    sh.updateZoneKeyRange(`${db.getName()}.${collection}`, {[field]: value, _id: MinKey()}, {[field]: value, _id: MaxKey()}, name);\n"
        "};"
    ),
    "unmakeUnique(": (
        "const unmakeUnique = (name, index, key) => {\n"
        "  const there = db.getCollection(name);\n"
        "  if (there.getIndexes().some((i) => i.name === index && i.unique)) there.dropIndex(index);\n"
        "  there.createIndex(key, {name: index});\n"
        "};"
    ),
}
OPERATE_CALLS = ("anonymise", "assign", "check", "expire", "shard", "unmakeUnique", "zone")
