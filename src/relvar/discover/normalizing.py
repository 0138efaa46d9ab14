"""Files of rows in, a folder out: what holds in them, a normalized design, the loader, what was put aside, and the proof."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from relvar.discover.design.choose import Study, put_aside, study
from relvar.discover.design.composite import Source, split
from relvar.discover.design.tables import Model, model
from relvar.discover.files.delimited import write_cells
from relvar.discover.files.opening import Asked, open_tables
from relvar.discover.folder import staged
from relvar.discover.kinds import Typed, typed
from relvar.discover.mining.inclusion import Inclusion, Keyed, inclusions
from relvar.discover.moving import Proof, filling_of, move, write_scripts
from relvar.discover.report import as_json, as_text
from relvar.discover.table import Table, apart
from relvar.errors import FileError
from relvar.model.physical import ForeignKey
from relvar.normalize.theory.dependency import positions

Progress = Callable[[str], None]
ROUNDS = 3  # of putting aside rows that refer to rows put aside


class Order(NamedTuple):
    """What is asked for. `into`: a running database, or "" for one of ours; `prove` False: nothing is loaded."""

    stores: tuple[str, ...]
    asked: Asked = Asked()
    nulls: tuple[str, ...] = ()
    into: str = ""
    cache: Path | None = None
    prove: bool = True


class Outcome(NamedTuple):
    """What was found and made. `not_loaded`: why, where nothing was."""

    models: tuple[Model, ...]
    inclusions: tuple[tuple[str, str, str], ...]
    proofs: tuple[Proof, ...]
    not_loaded: str

    @property
    def holds(self) -> bool:
        return all(proof.holds for proof in self.proofs)


def normalize(paths: Sequence[Path], folder: Path, order: Order, *, force: bool = False, progress: Progress = lambda step: None) -> Outcome:
    """Read, study, design, load, prove, and write the folder. Raises FileError, ServerUnavailable, StatementFailed, StoreError."""
    for store in order.stores:
        filling_of(store)
    with staged(folder, force=force) as place:
        tables = _read(paths, order.asked, progress)
        wholes = [_typed(table, order.nulls, progress) for table in tables]
        parts = [split(whole) for whole in wholes]
        studies, found = _referring([study(made, progress=progress) for made, _ in parts])
        studies = [_as_stood(one, table) for one, table in zip(studies, tables, strict=True)]
        models = _models(studies, wholes, [sources for _, sources in parts], found)
        outcome = _moved(models, found, place, order, progress)
        _write(outcome, place)
    return outcome


def _read(paths: Sequence[Path], asked: Asked, progress: Progress) -> list[Table]:
    """The tables of all files, each under a name of its own."""
    tables: list[Table] = []
    for path in paths:
        progress(f"reading {path.name}")
        tables += open_tables(path, asked)
    return apart(tables)


def _typed(table: Table, nulls: Sequence[str], progress: Progress) -> Typed:
    progress(f"{table.name}: types")
    made = typed(table, nulls)
    if not made.table.rows:
        raise FileError(what=f"{table.source}: no row is left to design from", remedy="see whether its delimiter and header were read right")
    return made


def _as_stood(one: Study, raw: Table) -> Study:
    """What was put aside, in the spelling of its file."""
    places = {line: row for row, line in enumerate(raw.lines)} if one.table.rejects else {}
    rejects = tuple(r._replace(cells=raw.row(places[r.line])) if r.line in places else r for r in one.table.rejects)
    return one._replace(table=one.table._replace(rejects=tuple(sorted(rejects, key=lambda reject: reject.line))))


def _referring(studies: list[Study]) -> tuple[list[Study], list[Inclusion]]:
    """References between files; the few rows that refer to nothing are put aside, again where they were referred to themselves."""
    for _ in range(ROUNDS):
        keyed = [Keyed(s.table, s.key.bit_length() - 1 if s.key.bit_count() == 1 else -1, tuple(k.data.base for k in s.kinds)) for s in studies]
        found = list(inclusions(keyed))
        broken: dict[int, dict[int, str]] = {}
        for one in found:
            if one.breaking:
                broken[one.of] = {**one.breaking, **broken.get(one.of, {})}
        if not broken:
            return studies, found
        studies = [s._replace(table=put_aside(s.table, broken[n])) if n in broken else s for n, s in enumerate(studies)]
    return studies, [one for one in found if not one.breaking]


def _models(studies: Sequence[Study], wholes: Sequence[Typed], sources: Sequence[Sequence[Source]], found: Sequence[Inclusion]) -> list[Model]:
    models: list[Model] = []
    reserved = {s.table.name for s in studies}
    for one, whole, columns in zip(studies, wholes, sources, strict=True):
        taken = reserved - {one.table.name} | {name for made in models for name in made.tables}
        models.append(model(one, whole, columns, taken))
    for inclusion in found:
        _refer(models, inclusion)
    return models


def _refer(models: list[Model], inclusion: Inclusion) -> None:
    """A reference from the table in which the column is a key, else from the first that holds it."""
    child, parent = models[inclusion.of], models[inclusion.into]
    column, key = child.names[inclusion.column], parent.names[next(positions(parent.study.key))]
    target = parent.rejoin.base
    holding = [name for name, table in child.tables.items() if column in table.columns]
    if not holding:
        return  # a list or numbered columns: its table of elements has another name for it
    source = next((name for name in holding if child.tables[name].primary_key == (column,)), holding[0])
    table = child.tables[source]
    reference = ForeignKey(
        name=f"{table.name}_{column}_{target}_fk"[:63],
        columns=(column,),
        table=target,
        to=(key,),
        because=f"names a row of {parent.study.table.source}",
    )
    tables = {**child.tables, source: replace(table, constraints={**table.constraints, f"{column}_{target}_fk": reference})}
    models[inclusion.of] = child._replace(tables=tables)


def _moved(models: list[Model], found: Sequence[Inclusion], place: Path, order: Order, progress: Progress) -> Outcome:
    proofs: list[Proof] = []
    sampled = [m.study.table.source for m in models if m.study.table.sampled > 1]
    reason = "" if order.prove else "--no-load was given"
    if sampled:
        reason = f"{', '.join(sampled)}: only a sample was read, so what holds in it may not hold in the file"
    for store in order.stores:
        target = place / store
        target.mkdir()
        if reason:
            write_scripts(store, models, target)
        else:
            proofs += move(store, models, target, url=order.into, cache=order.cache, progress=progress)
    said = tuple((_where(models[i.of], i.column), models[i.into].study.table.source, _where(models[i.into], -1)) for i in found)
    return Outcome(tuple(models), said, tuple(proofs), reason)


def _where(one: Model, column: int) -> str:
    place = next(positions(one.study.key)) if column < 0 else column
    return f"{one.study.table.source}: {one.study.table.names[place]}"


def _write(outcome: Outcome, place: Path) -> None:
    (place / "REPORT.md").write_text("\n".join(as_text(outcome.models, outcome.inclusions, outcome.proofs, outcome.not_loaded)) + "\n", "utf-8")
    content = as_json(outcome.models, outcome.inclusions, outcome.proofs, outcome.not_loaded)
    (place / "report.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for one in outcome.models:
        table = one.study.table
        if table.rejects:
            (place / "rejects").mkdir(exist_ok=True)
            with (place / "rejects" / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
                write_cells(file, [("line", "reason", *table.names), *((str(r.line), r.reason, *r.cells) for r in table.rejects)])
