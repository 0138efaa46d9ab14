"""Files of rows in, a folder out: what holds in them, a normalized design, the loader, what was put aside, and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import json as encoding
from msgspec.structs import replace

from relvar.discover.design.choose import Study, put_aside
from relvar.discover.design.names import unused
from relvar.discover.design.tables import Model, model
from relvar.discover.design.turning import back
from relvar.discover.files.delimited import write_cells
from relvar.discover.files.opening import Asked, open_tables
from relvar.discover.folder import staged
from relvar.discover.mining.inclusion import Inclusion, Keyed, inclusions
from relvar.discover.moving import Proof, filling_of, move, write_scripts
from relvar.discover.report import as_json, as_text
from relvar.discover.studying import Sheet, owners_of, studied, without_orphans
from relvar.discover.table import Table
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
        sheets, found = _referring(studied(_read(paths, order.asked, progress), order.nulls, progress=progress))
        sheets = [sheet._replace(study=_as_stood(sheet)) for sheet in sheets]
        models = _models(sheets, found)
        outcome = _moved(models, found, place, order, progress)
        _write(outcome, [sheet.raw.names for sheet in sheets], place)
    return outcome


def _read(paths: Sequence[Path], asked: Asked, progress: Progress) -> Iterator[Table]:
    """The tables of all files."""
    for path in paths:
        progress(f"reading {path.name}")
        yield from open_tables(path, asked)


def _as_stood(sheet: Sheet) -> Study:
    """What was put aside, in the spelling of its file."""
    raw, table = sheet.raw, sheet.study.table
    places = {line: row for row, line in enumerate(raw.lines)} if table.rejects else {}
    rejects = tuple(r._replace(cells=raw.row(places[r.line])) if r.line in places else r for r in table.rejects)
    return sheet.study._replace(table=table._replace(rejects=tuple(sorted(rejects, key=lambda reject: reject.line))))


def _referring(sheets: list[Sheet]) -> tuple[list[Sheet], list[Inclusion]]:
    """References between files; the few rows that refer to nothing are put aside, again where they were referred to themselves."""
    for _ in range(ROUNDS):
        studies = [sheet.study for sheet in sheets]
        keyed = [Keyed(s.table, s.key.bit_length() - 1 if s.key.bit_count() == 1 else -1, tuple(k.data.base for k in s.kinds)) for s in studies]
        found = [one for one in inclusions(keyed) if one.into not in owners_of(sheets, one.of) and one.of not in owners_of(sheets, one.into)]
        broken: dict[int, dict[int, str]] = {}
        for one in found:
            if one.breaking:
                broken[one.of] = {**one.breaking, **broken.get(one.of, {})}
        if not broken:
            return sheets, found
        sheets = without_orphans(
            [s._replace(study=s.study._replace(table=put_aside(s.study.table, broken[n]))) if n in broken else s for n, s in enumerate(sheets)]
        )
    return sheets, [one for one in found if not one.breaking]


def _models(sheets: Sequence[Sheet], found: Sequence[Inclusion]) -> list[Model]:
    models: list[Model] = []
    reserved = {sheet.study.table.name for sheet in sheets}
    for sheet in sheets:
        taken = reserved - {sheet.study.table.name} | {name for made in models for name in made.tables}
        made = model(sheet.study, sheet.whole, sheet.sources, taken)
        name = unused(f"{sheet.study.table.name}_pairs", {*taken, *made.tables})
        models.append(made._replace(back=back(sheet.raw, sheet.whole, sheet.study.table, made.rejoin.view, name)))
    for place, sheet in enumerate(sheets):
        if sheet.links:
            links, key = tuple(positions(sheet.links)), tuple(positions(sheets[sheet.owner].study.key))
            _refer(models, place, links, sheet.owner, key, of_list=True)
    for one in found:
        _refer(models, one.of, (one.column,), one.into, tuple(positions(models[one.into].study.key)))
    return models


def _refer(models: list[Model], of: int, places: Sequence[int], into: int, to: Sequence[int], *, of_list: bool = False) -> None:
    """A reference from the table in which the columns are a key, else from the first that holds them."""
    child, parent = models[of], models[into]
    columns, key = tuple(child.names[place] for place in places), tuple(parent.names[place] for place in to)
    target = parent.rejoin.base
    holding = [name for name, table in child.tables.items() if set(columns) <= set(table.columns)]
    if not holding:
        return  # a list or numbered columns: its table of elements has another name for it
    source = next((name for name in holding if child.tables[name].primary_key == columns), holding[0])
    table = child.tables[source]
    reference = ForeignKey(
        name=f"{table.name}_{'_'.join(columns)}_{target}_fk"[:63],
        columns=columns,
        table=target,
        to=key,
        on_delete="cascade" if of_list else "restrict",
        because=f"{'stood in' if of_list else 'names'} a row of {parent.study.table.source}",
    )
    tables = {**child.tables, source: replace(table, constraints={**table.constraints, f"{'_'.join(columns)}_{target}_fk": reference})}
    models[of] = child._replace(tables=tables)


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


def _write(outcome: Outcome, headers: Sequence[Sequence[str]], place: Path) -> None:
    """`headers`: of the tables as they were read, in whose spelling rows are put aside."""
    (place / "REPORT.md").write_text("\n".join(as_text(outcome.models, outcome.inclusions, outcome.proofs, outcome.not_loaded)) + "\n", "utf-8")
    content = as_json(outcome.models, outcome.inclusions, outcome.proofs, outcome.not_loaded)
    (place / "report.json").write_bytes(encoding.format(encoding.encode(content), indent=1) + b"\n")
    for one, header in zip(outcome.models, headers, strict=True):
        table = one.study.table
        if table.rejects:
            (place / "rejects").mkdir(exist_ok=True)
            with (place / "rejects" / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
                write_cells(file, [("line", "reason", *header), *((str(r.line), r.reason, *r.cells) for r in table.rejects)])
