"""What migrations are written with: documents worked through in batches by `_id`, and a question that must find nothing.

Each stands at the head of the scripts that need it, in the shell's words; `run` says the same for the proof.
"""

from __future__ import annotations

BATCH_DOCUMENTS = 1_000  # as the rows of a batch elsewhere (engines/innodb/fill.py); what is stopped has lost no more than one batch
BATCH_OWNERS = 100  # documents of a transaction that moves their rows: each may bring many (MongoDB manual, "Production Considerations": 1,000)
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
    "copyInOrder(": (
        "const copyInOrder = (name, to, order) => {\n"
        "  let batch = [];\n"
        f"  const put = () => {{ if (batch.length) db.getCollection(to).insertMany(batch, {ACKNOWLEDGED}); batch = []; }};\n"
        "  for (const document of db.getCollection(name).find().sort(order).allowDiskUse()) {\n"
        f"    if (batch.push(document) === {BATCH_DOCUMENTS}) put();\n"
        "  }\n"
        "  put();\n"
        "};"
    ),
    "flowOut(": (
        "const flowOut = (owner, apart, field, marker, keep, reference, version) => {\n"
        "  const over = {[`${field}.${keep}`]: {$exists: true}}, from = db.getCollection(owner);\n"
        "  const session = db.getMongo().startSession(), here = session.getDatabase(db.getName());\n"
        "  for (;;) {\n"
        f"    const some = from.find(over, {{_id: 1}}).limit({BATCH_OWNERS}).toArray().map((found) => found._id);\n"
        "    if (!some.length) return;\n"
        "    session.withTransaction(() => {\n"
        "      const owners = here.getCollection(owner).find({_id: {$in: some}, ...over}).toArray();\n"
        "      const own = (one) => ({[reference]: one._id, schema_version: version});\n"
        "      const rows = owners.flatMap((one) => one[field].slice(keep).map((row) => ({...row, ...own(one)})));\n"
        "      if (rows.length) here.getCollection(apart).insertMany(rows);\n"
        "      const cut = {$set: {[marker]: true}, $push: {[field]: {$each: [], $slice: keep}}};\n"
        "      here.getCollection(owner).updateMany({_id: {$in: some}, ...over}, cut);\n"
        "    });\n"
        "  }\n"
        "};"
    ),
    "drawIn(": (
        "const drawIn = (owner, apart, field, marker, keep, reference) => {\n"
        "  const session = db.getMongo().startSession(), here = session.getDatabase(db.getName());\n"
        "  for (let rest = {[marker]: true}; ; ) {\n"
        f"    const some = db.getCollection(owner).find(rest, {{_id: 1}}).sort({{_id: 1}}).limit({BATCH_OWNERS}).toArray()\n"
        "      .map((found) => found._id);\n"
        "    if (!some.length) return;\n"
        "    session.withTransaction(() => {\n"
        "      for (const one of here.getCollection(owner).find({_id: {$in: some}}).toArray()) {\n"
        "        const free = Math.max(0, keep - (one[field] ?? []).length);\n"
        "        const rows = here.getCollection(apart).find({[reference]: one._id}).sort({_id: 1}).limit(free + 1).toArray();\n"
        '        const drawn = rows.slice(0, free), whole = rows.length <= free ? {$unset: {[marker]: ""}} : {};\n'
        "        const elements = drawn.map(({schema_version, [reference]: _, ...row}) => row);\n"
        "        const change = {...(drawn.length ? {$push: {[field]: {$each: elements}}} : {}), ...whole};\n"
        "        if (Object.keys(change).length) here.getCollection(owner).updateOne({_id: one._id}, change);\n"
        "        if (drawn.length) here.getCollection(apart).deleteMany({_id: {$in: drawn.map((row) => row._id)}});\n"
        "      }\n"
        "    });\n"
        "    rest = {[marker]: true, _id: {$gt: some[some.length - 1]}};\n"
        "  }\n"
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
