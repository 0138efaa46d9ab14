"""What use cases in mongosh are written with: each stands at the head of the scripts that need it.

A transaction is repeated where the server labels its error so: MongoDB manual, "Transactions: Retry Transaction" and "Retry Commit".
"""

from __future__ import annotations

TRIES, FIRST_PAUSE_MS = 3, 10  # as of every use case: of transactions that fail one in a hundred times, one in a million fails thrice

USE_CASE_HELPERS = {
    "changed(": (
        "const changed = (answer, otherwise) => {\n  if (answer.matchedCount !== 1) throw Object.assign(new Error(otherwise), {gaveWay: true});\n};"
    ),
    "none(": (
        "const none = (cursor, otherwise) => {\n  if (cursor.toArray().length) throw Object.assign(new Error(otherwise), {gaveWay: true});\n};"
    ),
    "fits(": "const fits = (answer) => answer.matchedCount === 1;",
    "unless(": "const unless = (done, work) => done ? done : work();",
    "present(": (
        "const present = (value) => Array.isArray(value) ? value.map(present)\n"
        "  : value && Object.getPrototypeOf(value) === Object.prototype\n"
        "    ? Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined && v !== null).map(([k, v]) => [k, present(v)]))\n"
        "    : value;"
    ),
    "minus(": (
        'const minus = (number) => number._bsontype === "Decimal128" ? Decimal128(`-${number}`.replace(/^--/, ""))\n'
        '  : number._bsontype === "Long" ? number.negate() : -number;'
    ),
    "once(": (
        "// A key that is there already says that the same was done before: that is success.\n"
        "const once = (keys, work) => {\n"
        "  try {\n"
        "    const answer = work();  // mongosh awaits an assignment within try, a return it does not\n"
        "    return answer;\n"
        "  } catch (error) {\n"
        "    if (error.code === 11000 && keys.some((key) => String(error.message).includes(key))) return {alreadyDone: true};\n"
        "    throw error;\n"
        "  }\n"
        "};"
    ),
    "inTransaction(": (
        "const labelled = (error, label) => (error.errorLabels ?? []).includes(label);\n"
        "const inTransaction = (work) => {\n"
        "  for (let attempt = 0; ; attempt++) {\n"
        "    const session = db.getMongo().startSession();\n"
        "    try {\n"
        '      session.startTransaction({readConcern: {level: "snapshot"}, writeConcern: {w: "majority", j: true}});\n'
        "      work(session.getDatabase(db.getName()));\n"
        "      for (let again = 0; ; again++) {\n"
        "        try {\n"
        "          session.commitTransaction();\n"
        "          return {done: true};\n"
        "        } catch (error) {\n"
        f'          if (again === {TRIES} || !labelled(error, "UnknownTransactionCommitResult")) throw error;\n'
        "        }\n"
        "      }\n"
        "    } catch (error) {\n"
        "      try {\n"
        "        session.abortTransaction();\n"
        "      } catch (gone) { /* the server has ended it */ }\n"
        f'      if (attempt === {TRIES} || !labelled(error, "TransientTransactionError")) throw error;\n'
        f"      sleep({FIRST_PAUSE_MS} * 2 ** attempt * (0.5 + Math.random()));\n"
        "    } finally {\n"
        "      session.endSession();\n"
        "    }\n"
        "  }\n"
        "};"
    ),
}
