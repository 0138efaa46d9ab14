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
    "unmakeUnique(": (
        "const unmakeUnique = (name, index, key) => {\n"
        "  const there = db.getCollection(name);\n"
        "  if (there.getIndexes().some((i) => i.name === index && i.unique)) there.dropIndex(index);\n"
        "  there.createIndex(key, {name: index});\n"
        "};"
    ),
}
OPERATE_CALLS = ("check", "shard", "unmakeUnique")
