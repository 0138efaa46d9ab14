"""Read requirement texts and write the schemas that relvar makes of them, in the form of the reading benchmark.

    python bench/reading.py QUESTIONS.jsonl PREDICTIONS.jsonl

QUESTIONS: lines {"id", "question", ...}. PREDICTIONS: lines {"id", "answer": {TABLE: {"Attributes", "Primary key", "Foreign key"}}}.
It reads at depth minimal, normalizes, and renames and leaves out only: nothing is inferred here, and no word of English stands here.
No language model is asked: a brief has facts of one only where `relvar --reader llm` put them into it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from relvar.errors import BriefError
from relvar.model.brief import Brief
from relvar.model.design import Design
from relvar.model.logical import Key, Relation
from relvar.normalize import normalize
from relvar.read import read
from relvar.read.check import check_brief

LEFT_OUT = ("tenant", "bookkeeping")  # purposes of attributes that a designer adds by convention


def spaced(name: str) -> str:
    return name.replace("_", " ")


def table(relation: Relation, relations: dict[str, Relation]) -> dict[str, Any]:
    """One relation in the benchmark's form."""
    kept = {name: a for name, a in relation.attributes.items() if a.purpose not in LEFT_OUT}
    key = next((k for k in relation.keys if k.primary), relation.keys[0] if relation.keys else None)
    asked = next((k for k in relation.keys if k.named and not k.partial and set(k.attributes) <= set(kept)), None)
    if key is not None and key.surrogate and asked is not None:  # the text names an identifier: the surrogate is left out
        kept = {name: a for name, a in kept.items() if name not in key.attributes}
        key = asked
    elif key is not None and key.surrogate and relation.likely_key:  # the likely key of an occurrence stands for the one that was made up
        kept = {name: a for name, a in kept.items() if name not in key.attributes or name in relation.likely_key}
        key = Key(attributes=relation.likely_key)
    refers = {
        spaced(attribute): {spaced(relations[r.relation].name): spaced(to)}
        for r in relation.references.values()
        for attribute, to in zip(r.attributes, r.to, strict=False)
        if attribute in kept
    }
    return {
        "Attributes": [spaced(name) for name in kept],
        "Primary key": [spaced(a) for a in key.attributes if a in kept] if key else [],
        "Foreign key": refers,
    }


def answer(question: str) -> dict[str, Any]:
    """The schema of one requirement text; empty where relvar refuses it as a brief."""
    try:
        text = check_brief(question)
    except BriefError:
        return {}
    brief = Brief(text=text, title="bench", project="bench", stores=("postgresql",), depth="minimal")
    logical = normalize(Design(brief=brief, conceptual=read(brief, ""))).logical
    return {spaced(r.name): table(r, logical.relations) for r in logical.relations.values()}


def main(questions: str, predictions: str) -> None:
    rows = [json.loads(line) for line in Path(questions).read_text(encoding="utf-8").splitlines() if line.strip()]
    started = time.perf_counter()
    lines = [json.dumps({"id": row["id"], "answer": answer(row["question"])}) for row in rows]
    seconds = time.perf_counter() - started
    Path(predictions).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} texts, {1000 * seconds / max(len(rows), 1):.1f} ms a text")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
