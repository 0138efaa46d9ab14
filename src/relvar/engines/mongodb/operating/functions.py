"""What scripts of operation are written with: each stands at the head of the scripts that need it."""

from __future__ import annotations

OPERATE_HELPERS = {
    "check(": (
        "const check = (name, collection, stages) => {\n"
        "  const [found] = db.getCollection(collection).aggregate(stages, {allowDiskUse: true}).toArray();\n"
        "  if (found) print(`${name}: ${found.wrong} wrong`);\n"
        "};"
    ),
}
OPERATE_CALLS = ("check",)
