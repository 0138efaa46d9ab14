"""Rows into databases, and the proof that they come out again: the rejoined query gives every loaded row of the file, as often as it stands there."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from relvar.discover.design.tables import Model
from relvar.engines import engine
from relvar.engines.base import lost
from relvar.engines.filling import Filled, Filling
from relvar.errors import ConnectionLost, ServerUnavailable, StoreError, UnsupportedError
from relvar.model.physical import Physical

Progress = Callable[[str], None]


class Proof(NamedTuple):
    """What was seen of one file on one engine. `missing`, `extra`: rows of the file that did not come back, and the other way round.

    `shaped`: how the file's rows were read, where they do not stand so in it.
    """

    store: str
    version: str
    file: str
    rows: int
    missing: int
    extra: int
    seconds: float
    shaped: str = ""

    @property
    def holds(self) -> bool:
        return not self.missing and not self.extra


def filling_of(store: str) -> Filling:
    """What the engine offers for rows of files. Raises UnsupportedError."""
    found = engine(store).filling
    if found is None:
        raise UnsupportedError(what=f"{store}: rows of files are not moved there yet", remedy="choose postgresql or sqlite")
    return found()


def physical_of(store: str, models: Sequence[Model]) -> Physical:
    """All tables of all files as one store's design."""
    return Physical(engine=store, tables={name: table for model in models for name, table in model.tables.items()})


def write_scripts(store: str, models: Sequence[Model], folder: Path) -> None:
    """The files that a user runs on a database of theirs."""
    filling, physical = filling_of(store), physical_of(store, models)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "schema.sql").write_text(filling.schema(physical), "utf-8")
    if added := filling.keys(physical):
        (folder / "keys.sql").write_text(added, "utf-8")
    views = [f"-- The rows of {model.study.table.source} again.\n{filling.rejoin(physical, model.rejoin)}" for model in models]
    turned = [(model.study.table.source, model.back.query) for model in models if model.back]
    views += [f"-- The rows of {source} as they stood, a row for each attribute of a thing.\n{filling.turned(query)}" for source, query in turned]
    (folder / "rejoin.sql").write_text("\n".join(views), "utf-8")
    (folder / "load.sql").write_text(filling.load(physical), "utf-8")


def move(store: str, models: Sequence[Model], folder: Path, *, url: str = "", cache: Path | None = None, progress: Progress) -> tuple[Proof, ...]:
    """Write the loader, load the rows and prove it. Raises ServerUnavailable, StatementFailed."""
    filling, physical = filling_of(store), physical_of(store, models)
    write_scripts(store, models, folder)
    begun = time.perf_counter()
    with filling.open(physical, folder, url, cache) as filled, _whole_or_nothing(filled, _views(filling, models)):
        filled.apply((folder / "schema.sql").read_text("utf-8"))
        _fill(filled, models, folder, progress)
        with ThreadPoolExecutor(1) as beside:  # the server builds keys while the rows to expect are counted here
            finished = beside.submit(_finish, filled, folder)
            wanted = [_counted(filled.expected(model.file)) if _alone(model) else None for model in models]
            finished.result()
        found = []
        for model, expected in zip(models, wanted, strict=True):
            progress(f"{store}: proving {model.study.table.source}")
            known = _counted(filled.expected(model.file)) if expected is None else expected
            seen = _counted(filled.shown(f"select * from {filling.view(model.rejoin.view)}"))
            found.append(_proof(store, filled.version, model, known, seen, time.perf_counter() - begun))
            if model.back:
                known, seen = (
                    _counted(filled.expected(model.back.rows)),
                    _counted(filled.shown(f"select * from {filling.view(model.back.query.view)}")),
                )
                found.append(
                    _proof(store, filled.version, model, known, seen, time.perf_counter() - begun)._replace(
                        file=f"{model.study.table.source}, turned back,", shaped=""
                    )
                )
        return tuple(found)


def _views(filling: Filling, models: Sequence[Model]) -> list[str]:
    """As queries say them, those that ask others first."""
    return [filling.view(m.back.query.view) for m in models if m.back] + [filling.view(m.rejoin.view) for m in models]


@contextmanager
def _whole_or_nothing(filled: Filled, views: Sequence[str]) -> Iterator[None]:
    """Nothing that is there is replaced, and nothing half-made stays. Raises StoreError, ConnectionLost."""
    if there := filled.occupied(views):
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""
        remedy = "name an empty database, or rename what is there: nothing is replaced"
        raise StoreError(what=f"the database holds {', '.join(there[:3])}{more} already", remedy=remedy)
    try:
        yield
    except BaseException as error:
        left = _removed(filled, views)
        if lost(filled, error):
            remedy = f"look at the server and run it again; {left or 'what had been made there is taken away'}"
            raise ConnectionLost(what=f"the connection was lost while rows were loaded: {str(error).strip()}", remedy=remedy) from error
        raise


def _removed(filled: Filled, views: Sequence[str]) -> str:
    """Takes away what was made; what stays, in words, where nobody answers any more."""
    try:
        filled.remove(views)
    except ServerUnavailable:
        return f"{', '.join(views)} and their tables may be there half-made, and may be dropped"
    return ""


def _finish(filled: Filled, folder: Path) -> None:
    for name in ("keys.sql", "rejoin.sql"):
        if (folder / name).is_file():
            filled.apply((folder / name).read_text("utf-8"))


def _alone(model: Model) -> bool:
    """Whether the rows to expect can be told without the server (JSON is in its own spelling)."""
    return all(cells.data.base != "json" for cells in model.file)


def _fill(filled: Filled, models: Sequence[Model], folder: Path, progress: Progress) -> None:
    for model in models:
        for rows in reversed(model.rows):
            progress(f"loading {rows.table}")
            filled.fill(rows.table, rows.columns, folder / "data" / f"{rows.table}.csv")


def _counted(rows: Iterable[Hashable]) -> Counter[int]:
    """How often each row stands there, rows by their 64-bit hashes: a million rows differ unseen once in ten million proofs."""
    return Counter(map(hash, rows))


def _proof(store: str, version: str, model: Model, wanted: Counter[int], seen: Counter[int], seconds: float) -> Proof:
    missing, extra = (wanted - seen).total(), (seen - wanted).total()
    table = model.study.table
    return Proof(store, version, table.source, seen.total(), missing, extra, seconds, table.shaped)
