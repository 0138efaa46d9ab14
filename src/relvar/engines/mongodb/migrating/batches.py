"""What migrations are written with: documents worked through in batches by `_id`, and a question that must find nothing.

Each stands at the head of the scripts that need it, in the shell's words; `run` says the same for the proof.
"""

from __future__ import annotations

BATCH_DOCUMENTS = 1_000  # as the rows of a batch elsewhere (engines/innodb/fill.py); what is stopped has lost no more than one batch
ACKNOWLEDGED = '{writeConcern: {w: "majority"}}'

BATCH_HELPERS = {
    "inBatches(": (
        "// In the order of _id, each batch acknowledged by the majority, so that secondaries keep up. Stopped, it is run again: what is done\n"
        "// no longer matches the filter. A pipeline that ends in $merge reads each batch and writes elsewhere;\n"
        "// unchecked, a field that no validator knows, which the next statement takes away.\n"
        "const inBatches = (name, filter, work, merges = false, unchecked = false) => {\n"
        f"  const options = {{...{ACKNOWLEDGED}, ...(unchecked ? {{bypassDocumentValidation: true}} : {{}})}};\n"
        "  const from = db.getCollection(name);\n"
        "  for (let rest = filter; ; ) {\n"
        f"    const keys = from.find(rest, {{_id: 1}}).sort({{_id: 1}}).limit({BATCH_DOCUMENTS}).toArray().map((found) => found._id);\n"
        "    if (!keys.length) return;\n"
        "    const last = keys[keys.length - 1];\n"
        "    const batch = {$and: [filter, {_id: {$gte: keys[0], $lte: last}}]};\n"
        "    if (merges) from.aggregate([{$match: batch}, ...work], options).toArray();\n"
        f"    else from.updateMany(batch, work, {ACKNOWLEDGED});\n"
        "    rest = {$and: [filter, {_id: {$gt: last}}]};\n"
        "  }\n"
        "};"
    ),
    "noneLeft(": (
        "const noneLeft = (name, filter, otherwise) => {\n"
        "  const found = db.getCollection(name).find(filter, {_id: 1}).limit(3).toArray().map((one) => JSON.stringify(one._id));\n"
        '  if (found.length) throw new Error(`${name}: ${otherwise}: ${found.join(", ")}`);\n'
        "};"
    ),
    "noneFound(": (
        "const noneFound = (name, pipeline, otherwise) => {\n"
        "  const found = db.getCollection(name).aggregate(pipeline).toArray().map((one) => JSON.stringify(one._id));\n"
        '  if (found.length) throw new Error(`${name}: ${otherwise}: ${found.join(", ")}`);\n'
        "};"
    ),
    "deleteFound(": (
        "const deleteFound = (name, pipeline) => {\n"
        "  const keys = db.getCollection(name).aggregate(pipeline).toArray().map((found) => found._id);\n"
        f"  for (let first = 0; first < keys.length; first += {BATCH_DOCUMENTS})\n"
        f"    db.getCollection(name).deleteMany({{_id: {{$in: keys.slice(first, first + {BATCH_DOCUMENTS})}}}}, {ACKNOWLEDGED});\n"
        "};"
    ),
    "strictly(": (
        "// Asks first which documents the validator would refuse: it is not tried on what is there.\n"
        "const strictly = (name, validator) => {\n"
        '  noneLeft(name, {$nor: [validator]}, "the validator would refuse");\n'
        '  db.runCommand({collMod: name, validator: validator, validationLevel: "strict", validationAction: "error"});\n'
        "};"
    ),
}

BATCH_CALLS = tuple(name.removesuffix("(") for name in BATCH_HELPERS)
