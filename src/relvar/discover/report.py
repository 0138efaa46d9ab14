"""What was found, chosen, put aside and proven, as text for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from relvar.discover.design.choose import Judged, Study
from relvar.discover.design.tables import Model
from relvar.discover.mining.weigh import MEANINGFUL
from relvar.discover.moving import Proof
from relvar.model.physical import ForeignKey, Table, UniqueConstraint
from relvar.normalize.theory.dependency import positions

ACCIDENTAL_SHOWN = 10
KEYS_SHOWN = 8
BREAKING_SHOWN = 5
REASONS_SHOWN = 12
Inclusions = Sequence[tuple[str, str, str]]


def as_text(models: Sequence[Model], inclusions: Inclusions, proofs: Sequence[Proof], not_loaded: str) -> Iterator[str]:
    """REPORT.md, line by line."""
    yield f"# {', '.join(model.study.table.source for model in models)}"
    yield ""
    yield from _proven(proofs, not_loaded)
    for model in models:
        yield from _file(model)
    if inclusions:
        yield from ("## References between files", "", *(f"- {of} names a row of {key}" for of, _, key in inclusions), "")


def in_short(models: Sequence[Model], inclusions: Inclusions, proofs: Sequence[Proof], not_loaded: str) -> Iterator[str]:
    """A screenful: tables, what was put aside, the verdict."""
    for model in models:
        table = model.study.table
        yield f"{table.source}: {table.rows:,} rows, {len(table.rejects):,} put aside, {model.study.found.total:,} dependencies hold"
        for rows in model.rows:
            owner = model.tables[rows.table]
            refers = f"  -> {', '.join(_targets(owner))}" if _targets(owner) else ""
            yield f"  {owner.name} ({', '.join(f'*{c}' if c in owner.primary_key else c for c in owner.columns)}){refers}"
        for one in sorted(model.study.near, key=lambda one: -one.weight.score)[:BREAKING_SHOWN]:
            if one.breaking:
                yield f"  nearly: {table.names[one.left]} -> {table.names[one.right]} but for {len(one.breaking):,} rows"
    yield from (f"{of} names a row of {key}" for of, _, key in inclusions)
    yield from (line.removeprefix("- ") for line in _proven(proofs, not_loaded) if line)


def _proven(proofs: Sequence[Proof], not_loaded: str) -> Iterator[str]:
    if not_loaded:
        yield from (f"**Not loaded, not proven.** {not_loaded}.", "")
        return
    for proof in proofs:
        verdict = "holds" if proof.holds else f"REFUTED: {proof.missing:,} rows are missing and {proof.extra:,} are too many"
        read = f" as it was read ({proof.shaped})" if proof.shaped else ""
        loaded = f"- {proof.store} {proof.version}: {proof.rows:,} rows of {proof.file} loaded"
        yield f"{loaded}; joined again they equal the file{read}, row for row: {verdict}"
    yield ""


def _file(model: Model) -> Iterator[str]:
    study = model.study
    table = study.table
    yield from (f"## {table.source}", "")
    sampled = f", every {table.sampled}th row read: **dependencies hold in the sample, and may not in the file**" if table.sampled > 1 else ""
    yield f"{table.rows:,} rows of {len(table.columns)} columns, {len(table.rejects):,} rows put aside{sampled}."
    yield from ("", *(f"- {note}" for note in (*table.notes, *study.notes)), "")
    yield from _design(model)
    yield from _types(model)
    yield from _dependencies(study)
    yield from _near(study)
    yield from _aside(study)


def _design(model: Model) -> Iterator[str]:
    yield from ("### Tables", "", f"In {model.division.form}. A row of the file is named by {_key_words(model)}.", "")
    yield from ("| table | key | columns | refers to | rows |", "| --- | --- | --- | --- | ---: |")
    for rows in model.rows:
        table = model.tables[rows.table]
        others = [", ".join(c.columns) for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
        key = ", ".join(table.primary_key) + "".join(f"; also {other}" for other in others)
        rest = ", ".join(name for name in table.columns if name not in table.primary_key)
        yield f"| {table.name} | {key} | {rest} | {', '.join(_targets(table))} | {len(next(iter(rows.columns.values())).codes):,} |"
    yield ""


def _key_words(model: Model) -> str:
    if not model.study.key:
        return "its number: no column or few of them name it, or rows repeat"
    return ", ".join(model.names[place] for place in positions(model.study.key))


def _targets(table: Table) -> list[str]:
    return list(dict.fromkeys(c.table for c in table.constraints.values() if isinstance(c, ForeignKey)))


def _types(model: Model) -> Iterator[str]:
    yield from ("### Columns", "", "| column | in the database | type | distinct | empty |", "| --- | --- | --- | ---: | ---: |")
    for column, kind, name in zip(model.study.table.columns, model.study.kinds, model.names, strict=False):
        empty = column.codes.count(column.values.index(None)) if column.has_nulls else 0
        form = f" ({kind.form})" if kind.form else ""
        yield f"| {_cell(column.name)} | {name} | {_type_words(kind.data)}{form} | {len(column.values) - column.has_nulls:,} | {empty:,} |"
    yield ""


def _type_words(data: Any) -> str:
    if data.base == "decimal":
        return f"decimal, {data.precision} digits, {data.scale} after the point"
    return f"{data.base}, {data.bits} bits" if data.base == "integer" else str(data.base)


def _dependencies(study: Study) -> Iterator[str]:
    searched = study.found.longest
    limit = "" if searched >= len(study.table.columns) else f" with at most {searched} columns on the left"
    yield from (
        "### Dependencies",
        "",
        f"{study.found.total:,} minimal dependencies{limit} hold in the rows, and {len(study.found.keys):,} minimal keys.",
        "",
    )
    if study.constants:
        yield from (f"The same in every row: {', '.join(study.constants)}.", "")
    meant = sorted((one for one in study.judged if one.meant), key=lambda one: (one.left.bit_count(), one.left))
    yield from (f"Meant ({MEANINGFUL:g} or more of a score of 1; how it is made stands in the manual):", "")
    yield from ("| left | right | score | bits of evidence |", "| --- | --- | ---: | ---: |")
    for left in dict.fromkeys(one.left for one in meant):
        yield from _row(study, [one for one in meant if one.left == left])
    rest = sorted((one for one in study.judged if not one.meant), key=lambda one: -one.weight.score)
    if rest:
        yield from (
            "",
            f"Accidental, as far as can be told: {len(rest):,}, of them the weightiest:",
            "",
            "| left | right | score | bits of evidence |",
        )
        yield "| --- | --- | ---: | ---: |"
        for one in rest[:ACCIDENTAL_SHOWN]:
            yield from _row(study, [one])
    if study.found.keys:
        shown = [", ".join(_names(study, key)) for key in study.found.keys[:KEYS_SHOWN]]
        more = len(study.found.keys) - len(shown)
        yield from ("", "Keys: " + "; ".join(shown) + (f"; and {more:,} more" if more else "") + ".")
    yield ""


def _row(study: Study, group: Sequence[Judged]) -> Iterator[str]:
    left = ", ".join(_names(study, group[0].left))
    right = ", ".join(name for one in group for name in _names(study, one.right))
    weakest = min(group, key=lambda one: one.weight.score)
    yield f"| {left} | {right} | {weakest.weight.score:.2f} | {min(weakest.weight.bits, 1e6):,.0f} |"


def _names(study: Study, mask: int) -> list[str]:
    return [_cell(study.table.names[place]) for place in positions(mask)]


def _near(study: Study) -> Iterator[str]:
    found = [one for one in study.near if one.breaking]
    if not found:
        return
    yield from ("### Nearly", "", "These hold but for a few rows:", "")
    for one in sorted(found, key=lambda one: -one.weight.score):
        names = study.table.names
        yield f"- {names[one.left]} → {names[one.right]}, but for {len(one.breaking):,} rows (score {one.weight.score:.2f}), for example:"
        yield from (f"  - {reason}" for reason in list(one.breaking.values())[:BREAKING_SHOWN])
    yield ""


def _aside(study: Study) -> Iterator[str]:
    rejects = study.table.rejects
    if not rejects:
        return
    yield from ("### Put aside", "", f"{len(rejects):,} rows, with their lines and reasons in `rejects/{study.table.name}.csv`. The first:", "")
    yield from (f"- line {reject.line}: {reject.reason}" for reject in rejects[:REASONS_SHOWN])
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# --- for programs ---


def as_json(models: Sequence[Model], inclusions: Inclusions, proofs: Sequence[Proof], not_loaded: str) -> dict[str, Any]:
    """The same for programs."""
    return {
        "files": [_file_json(model) for model in models],
        "references": [{"from": of, "to": key} for of, _, key in inclusions],
        "proofs": [{**proof._asdict(), "holds": proof.holds, "seconds": round(proof.seconds, 2)} for proof in proofs],
        "not_loaded": not_loaded,
    }


def _file_json(model: Model) -> dict[str, Any]:
    study, table = model.study, model.study.table
    names = table.names
    return {
        "file": table.source,
        "rows": table.rows,
        "put_aside": len(table.rejects),
        "sampled": table.sampled,
        "notes": [*table.notes, *study.notes],
        "columns": [
            {"name": c.name, "column": n, "type": k.data.base, "form": k.form, "distinct": len(c.values) - c.has_nulls, "nullable": c.has_nulls}
            for c, k, n in zip(table.columns, study.kinds, model.names, strict=False)
        ],
        "keys": [_plain(names, key) for key in study.found.keys],
        "key": _plain(names, study.key),
        "constants": list(study.constants),
        "longest_left_side": study.found.longest,
        "dependencies": [
            {"left": _plain(names, one.left), "right": _plain(names, one.right)[0], "score": round(one.weight.score, 3), "meant": one.meant}
            for one in study.judged
        ],
        "near": [
            {"left": names[one.left], "right": names[one.right], "rows": len(one.breaking), "score": round(one.weight.score, 3)}
            for one in study.near
            if one.breaking
        ],
        "form": model.division.form,
        "tables": {name: _table_json(owner) for name, owner in model.tables.items()},
        "reasons": dict(Counter(_kind_of(reject.reason) for reject in table.rejects)),
    }


def _plain(names: Sequence[str], mask: int) -> list[str]:
    return [names[place] for place in positions(mask) if place < len(names)]


def _table_json(table: Table) -> dict[str, Any]:
    return {
        "columns": list(table.columns),
        "key": list(table.primary_key),
        "unique": [list(c.columns) for c in table.constraints.values() if isinstance(c, UniqueConstraint)],
        "references": {c.table: list(c.columns) for c in table.constraints.values() if isinstance(c, ForeignKey)},
    }


def _kind_of(reason: str) -> str:
    """Reasons of one kind are counted together: what stands in quotes differs from row to row."""
    parts = reason.split("'")
    return "…".join(parts[::2])[:80]
