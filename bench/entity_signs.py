"""Learn the weights of the signs by which the reader tells entities from other nouns (src/relvar/read/text/evidence.py).

    python bench/entity_signs.py SCORER_FOLDER TEXTS.jsonl [TEXTS.jsonl ...]

SCORER_FOLDER: where the reading benchmark's `score.py` lies (its matcher says which nouns name a table of the known schema).
TEXTS: lines {"id", "question", "answer"} with known schemas; the briefs of tests/reading are learned from besides. It needs numpy
and what the scorer needs beside relvar itself. Logistic regression with a ridge (Le Cessie and van Houwelingen 1992), fitted by Newton's
method; printed are precision and recall of tables on texts that a tenth of the fit had not seen (ten folds), then the weights are written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src/relvar/read/lexicon/entity_signs.toml"
RIDGE = 10.0  # the best of 1, 3, 10, 30 over ten folds
FOLDS = 10
STEPS = 12  # of Newton's method; it stands still after seven
RARE = 8  # nouns: a sign seen at fewer has no weight
ALIKE = 0.6  # the scorer's threshold
Names = Callable[[str], str | None]


class Example(NamedTuple):
    """One noun of one text, its signs, and the table that it names."""

    text: str
    signs: dict[str, float]
    table: str | None


def candidates(text: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Every noun of a text that may be an entity, with its signs; sheets and the like are not judged and left out."""
    from relvar.read.text.document import Document
    from relvar.read.text.entities import Entities
    from relvar.read.text.evidence import Known, Mentions, signs
    from relvar.read.text.forms import read_forms
    from relvar.read.text.forms.telling import tell

    found, prose = read_forms(text)
    document = Document(prose)
    document.named = {thing.start for thing in found.things}
    tell(found, document.claims)
    entities = Entities(document.read())
    words = len(prose.split())
    entities.count(words)
    mentions, known = Mentions(entities.claims, entities.spoken, words), Known(entities.candidates)
    for key, c in entities.candidates.items():
        if "form" not in c.why:
            yield " ".join(key), signs(key, c.first, c.points, c.owned, mentions, known)


def benchmark(scorer: Path, files: list[Path]) -> Iterator[tuple[str, str, int, Names]]:
    """Name, text, number of tables and matcher of each text with a known schema."""
    sys.path.insert(0, str(scorer))
    import score

    names = score.Names()

    def matcher(tables: list[str]) -> Names:
        def table(noun: str) -> str | None:
            alike, best = max((names.alike(score.words(t), score.words(noun)), t) for t in tables)
            return best if alike > ALIKE else None

        return table

    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], row["question"], len(row["answer"]), matcher(list(row["answer"]))


def corpus() -> Iterator[tuple[str, str, int, Names]]:
    """The same of our own briefs, whose entities have exact names."""
    sys.path.insert(0, str(ROOT))
    from tests.reading.facts import cases

    for case in cases():
        names = {n.replace("_", " "): n for n in case.expected["entities"]}
        names |= {other.replace("_", " "): n for other, n in case.also.items() if "." not in other}
        yield case.name, case.text, len(case.expected["entities"]), names.get


def fit(rows: np.ndarray[Any, Any], truth: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The weights, the constant last."""
    rows = np.c_[rows, np.ones(len(rows))]
    ridge = np.append(np.full(rows.shape[1] - 1, RIDGE), 1e-6)
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - truth) + ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        weights -= np.linalg.solve(curve, slope)
    return weights


def judged(examples: list[Example], chosen: np.ndarray[Any, Any], tables: int) -> str:
    """Precision, recall and F1 of tables; two names of one table count once."""
    right = len({(e.text, e.table) for e, c in zip(examples, chosen, strict=True) if c and e.table})
    wrong = sum(1 for e, c in zip(examples, chosen, strict=True) if c and not e.table)
    return f"precision {right / (right + wrong):.3f}, recall {right / tables:.3f}, F1 {2 * right / (tables + right + wrong):.3f}"


def main(scorer: str, *files: str) -> None:
    examples, tables, texts = [], 0, 0
    for name, text, size, table in [*benchmark(Path(scorer), [Path(f) for f in files]), *corpus()]:
        examples += [Example(name, found, table(noun)) for noun, found in candidates(text)]
        tables, texts = tables + size, texts + 1
    counts = {s: sum(1 for e in examples if e.signs.get(s)) for s in sorted({s for e in examples for s in e.signs})}
    names = [s for s, n in counts.items() if n >= RARE]
    rows = np.array([[e.signs.get(s, 0.0) for s in names] for e in examples], float)
    truth = np.array([e.table is not None for e in examples], float)
    ids = sorted({e.text for e in examples})
    fold = np.array([ids.index(e.text) % FOLDS for e in examples])
    odds = np.zeros(len(truth))
    for k in range(FOLDS):
        learned = fit(rows[fold != k], truth[fold != k])
        odds[fold == k] = np.c_[rows[fold == k], np.ones((fold == k).sum())] @ learned
    print(f"{texts} texts, {len(examples)} nouns, unseen: {judged(examples, odds > 0, tables)}")
    learned = fit(rows, truth)
    lines = [f'"{sign}" = {weight:.2f}' for sign, weight in sorted(zip(names, learned[:-1], strict=True), key=lambda w: -abs(w[1]))]
    WEIGHTS.write_text(
        f"# Log-odds that each sign adds to a noun's being an entity. Written by bench/entity_signs.py on {date.today()} from\n"
        f"# {texts} texts with {len(examples)} nouns; on unseen folds {judged(examples, odds > 0, tables)}.\n\n"
        "[weights]\n" + f'"always" = {learned[-1]:.2f}\n' + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
