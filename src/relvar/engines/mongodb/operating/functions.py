"""What scripts of operation are written with: each stands at the head of the scripts that need it."""

from __future__ import annotations

OPERATE_HELPERS = {
    "check(": (
        "const check = (name, collection, stages) => {\n"
        "  const [found] = db.getCollection(collection).aggregate(stages, {allowDiskUse: true}).toArray();\n"
        "  if (found) print(`${name}: ${found.wrong} wrong`);\n"
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
OPERATE_CALLS = ("assign", "check", "shard", "unmakeUnique", "zone")
