"""An evolution as expand, migrate, contract, each with its way back.

What SQLite does in place is done in place: a column with a constant default is added without touching a row, a rename edits
the schema alone. While a rename is under way the new name is a generated column that follows the old one: readers may use
either. Writers change over in contract, for a trigger of SQLite cannot fill a column before `not null` is asked. Where a
table must be built anew (a reference or rule over several columns), the twelve steps of lang_altertable.html, section 7,
are taken, and no orphan may be left at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from relvar.engines.base import Evolution, MigrationStep, Statement
from relvar.engines.phases import PURPOSE, Part, Phase, Style, steps
from relvar.engines.sqlite.behaviours import audits, rules
from relvar.engines.sqlite.ddl import Ddl, comment_of, form_name, one_line
from relvar.engines.sqlite.kept import JOBS, kept
from relvar.engines.sqlite.search import search
from relvar.engines.sqlite.teardown import DROP_ROWS
from relvar.engines.terms import is_beside, loosened, with_terms
from relvar.errors import UnsupportedError
from relvar.model.changes import Add, Alter, Change, Drop, apply, name_within
from relvar.model.expression import Constant
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, Physical
from relvar.model.walking import columns_of

KEYS = Statement(text="pragma foreign_keys = on")
BEGIN = Statement(text="begin immediate")
COMMIT = Statement(text="commit")
NOTHING = Statement(text="select 1 where 0", because="Nothing was changed: nothing to undo")
WRITER = "the one writer's lock"


class Rename(NamedTuple):
    table: str
    before: Column
    after: Column


def migrate(evolution: Evolution, number: int) -> tuple[MigrationStep, ...]:
    """The steps of an evolution. Raises UnsupportedError for a kind of change that is not generated."""
    runs = "Run with sqlite3 -bail on a copy first, with a backup at hand."
    heads: dict[Phase, str] = {phase: f"{purpose} {runs}" for phase, purpose in PURPOSE.items()}
    heads["destructive"] += f" Where the rows may go: sqlite3 -bail -cmd 'create temp table {DROP_ROWS} (yes)' DATABASE < ..."
    parts = with_terms(_Migration(evolution).phases(), evolution, kept(evolution), (WRITER,), JOBS)
    return steps(evolution, number, parts, Style(heads, _keyed, permit=f"create temp table if not exists {DROP_ROWS} (yes);\n"))


def _keyed(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return (KEYS, *(tuple(statements) or (NOTHING,)))


class _Migration:
    """The statements of one evolution."""

    def __init__(self, evolution: Evolution) -> None:
        self.before, self.after = evolution.before, evolution.after
        self.renames: list[Rename] = []
        self.adds: list[Add] = []
        self.unused: list[Drop] = []  # indexes that go
        self.loose = loosened(evolution.before, evolution)
        for change in evolution.changes:
            self._sort(change)
        self.wide = apply(self.before, self.adds)  # everything added, nothing renamed
        self.rebuilt = tuple(dict.fromkeys(c.table for c in self.adds if self._needs_rebuild(c)))

    def _sort(self, change: Change) -> None:
        if isinstance(change, Add) and isinstance(change.element, Column | CheckConstraint | ForeignKey | Index):
            self.adds.append(change)
        elif isinstance(change, Alter) and isinstance(change.before, Column) and isinstance(change.after, Column):
            if msgspec.structs.replace(change.before, name=change.after.name) != change.after:
                raise UnsupportedError(what=f"{change.table}.{change.id}: only a rename is generated", remedy="write the change of type by hand")
            self.renames.append(Rename(change.table, change.before, change.after))
        elif isinstance(change, Drop) and isinstance(change.element, Index):
            self.unused.append(change)
        elif not is_beside(change):
            raise UnsupportedError(what=f"no migration is generated for {change}", remedy="write it by hand beside the generated ones")

    def _needs_rebuild(self, change: Add) -> bool:
        """`add column` takes rules of that column alone, and a default only if it is a constant."""
        added = {c.id for c in self.adds if c.table == change.table and isinstance(c.element, Column)}
        element = change.element
        if isinstance(element, ForeignKey):
            return len(element.columns) != 1 or element.columns[0] not in added
        if isinstance(element, CheckConstraint):
            return self._column_of(change.table, element) is None
        if isinstance(element, Column):
            late = element.generated is not None or (element.default is not None and not isinstance(element.default, Constant))
            return late or (not element.nullable and element.default is None)
        return False

    def _column_of(self, table: str, check: CheckConstraint) -> str | None:
        """The added column that a check is about, if it is about one alone."""
        used = columns_of(check.condition)
        added = [c.id for c in self.adds if c.table == table and isinstance(c.element, Column)]
        return next(iter(used)) if len(used) == 1 and used <= set(added) else None

    def phases(self) -> Iterator[Part]:
        rebuilding = tuple(f"{self.before.tables[t].name} is written anew: writers wait as long as a copy takes" for t in self.rebuilt)
        yield Part("expand", self._expand(), self._expand_back(), (WRITER,), rebuilding, "old code keeps running; new readers may start")
        yield Part("migrate", self._verify(), (), ("none: readers only",), (), "old code keeps running")
        broken = tuple(f"code that names {r.before.name} breaks" for r in self.renames)
        yield Part(
            "contract",
            self._contract(),
            self._contract_back(),
            (WRITER,),
            broken,
            "stop old code, run this, start new code: no row is touched",
        )

    # --- expand ---

    def _expand(self) -> Iterator[Statement]:
        for table in self.rebuilt:
            yield from rebuild(self.before, self.wide, table)
        yield BEGIN
        for change in self.adds:
            if isinstance(change.element, Column) and change.table not in self.rebuilt:
                yield self._add_column(change.table, change.id)
        for rename in self.renames:
            yield self._alias(rename, self.before, rename.before.name, rename.after.name)
        for change in self.adds:
            if isinstance(change.element, Index) and change.table not in self.rebuilt:
                text = Ddl(self.wide).index(change.table, change.element)
                yield Statement(text=text, because=one_line(change.element.because), element=f"{change.table}.{change.id}")
        yield from _drop_changed(self.before, self.loose)
        yield from _create_changed(self.before, self.loose)
        yield COMMIT

    def _add_column(self, table: str, key: str) -> Statement:
        """The column with its comment and its own rules inside, for SQLite keeps just this text."""
        ddl, owner = Ddl(self.wide), self.wide.tables[table]
        column = owner.columns[key]
        name, _, rest = ddl.column(table, key).partition(" ")
        comment = f" /* {comment_of(column).replace('*/', '')} */" if comment_of(column) else ""
        parts = [f"alter table {ddl.writer.table(table)} add column\n  {name}{comment} {rest}"]
        for constraint in self._own(table, key):
            text = ddl.constraint(table, constraint)
            parts.append(_inline(text) if isinstance(constraint, ForeignKey) else text)
        form = ddl.form_of(key, column, owner)
        if form:
            parts.append(f"constraint {ddl.writer.quote(form_name(owner, column))} check ({form})")
        return Statement(text="\n  ".join(parts), because="No row is touched: the default is kept in the schema", element=f"{table}.{key}")

    def _own(self, table: str, key: str) -> Iterator[CheckConstraint | ForeignKey]:
        for change in self.adds:
            element = change.element
            if change.table != table:
                continue
            if isinstance(element, ForeignKey) and element.columns == (key,):
                yield element
            if isinstance(element, CheckConstraint) and self._column_of(table, element) == key:
                yield element

    def _alias(self, rename: Rename, physical: Physical, name: str, alias: str) -> Statement:
        """Another name for a column, for readers."""
        writer = Ddl(physical).writer
        kind = Ddl(physical).column(rename.table, self._id(rename)).split()[1]
        text = f"alter table {writer.table(rename.table)} add column {writer.quote(alias)} {kind} generated always as ({writer.quote(name)}) virtual"
        return Statement(text=text, because=f"Readers may use either name; {alias} is computed when read", element=rename.table)

    def _id(self, rename: Rename) -> str:
        columns = self.before.tables[rename.table].columns
        return next(key for key, column in columns.items() if column.name == rename.before.name)

    def _expand_back(self) -> Iterator[Statement]:
        yield BEGIN
        yield from _drop_changed(self.loose, self.before)
        yield from _create_changed(self.loose, self.before)
        for rename in self.renames:
            yield self._drop_column(rename.table, rename.after.name)
        for change in reversed(self.adds):
            if isinstance(change.element, Index) and change.table not in self.rebuilt:
                yield Statement(text=f"drop index {Ddl(self.wide).writer.quote(change.element.name)}")
        for change in reversed(self.adds):
            if isinstance(change.element, Column) and change.table not in self.rebuilt:
                yield self._drop_column(change.table, change.element.name)
        yield COMMIT
        for table in self.rebuilt:
            yield from rebuild(self.wide, self.before, table)

    def _drop_column(self, table: str, name: str) -> Statement:
        writer = Ddl(self.before).writer
        return Statement(text=f"alter table {writer.table(table)} drop column {writer.quote(name)}")

    # --- migrate ---

    def _verify(self) -> Iterator[Statement]:
        yield from sound()

    # --- contract ---

    def _contract(self) -> Iterator[Statement]:
        yield BEGIN
        yield from _drop_changed(self.loose, self.after)
        for drop in self.unused:
            yield Statement(text=f"drop index {Ddl(self.before).writer.quote(name_within(drop))}")
        for rename in self.renames:
            yield self._drop_column(rename.table, rename.after.name)
            yield self._rename(rename, rename.before.name, rename.after.name)
        yield from _create_changed(self.loose, self.after)
        yield COMMIT

    def _contract_back(self) -> Iterator[Statement]:
        yield BEGIN
        yield from _drop_changed(self.after, self.loose)
        for rename in self.renames:
            yield self._rename(rename, rename.after.name, rename.before.name)
            yield self._alias(rename, self.before, rename.before.name, rename.after.name)
        for drop in self.unused:
            assert isinstance(drop.element, Index)
            yield Statement(text=Ddl(self.before).index(drop.table, drop.element), because=one_line(drop.element.because))
        yield from _create_changed(self.after, self.loose)
        yield COMMIT

    def _rename(self, rename: Rename, old: str, new: str) -> Statement:
        writer = Ddl(self.before).writer
        text = f"alter table {writer.table(rename.table)} rename column {writer.quote(old)} to {writer.quote(new)}"
        return Statement(text=text, because="Indexes, triggers and views that name it are edited along", element=rename.table)


def _inline(text: str) -> str:
    """A table's reference over one column as it stands inside that column."""
    head, _, target = text.partition(" references ")
    return f"{head.split(' foreign key ')[0]} references {' '.join(target.split())}"


# --- what hangs on tables: triggers and views, whose text may name what changes ---


def _hanging(physical: Physical) -> dict[str, Statement]:
    """Triggers and views by kind and name; search tables stay."""
    found = {}
    for statement in (*rules(physical), *audits(physical), *search(physical), *Ddl(physical).views()):
        words = statement.text.split()
        if words[1] in ("trigger", "view"):
            found[f"{words[1]} {words[2]}"] = statement
    return found


def _drop_changed(old: Physical, new: Physical) -> Iterator[Statement]:
    mine, theirs = _hanging(old), _hanging(new)
    for name, statement in mine.items():
        if name not in theirs or theirs[name].text != statement.text:
            yield Statement(text=f"drop {name}")


def _create_changed(old: Physical, new: Physical) -> Iterator[Statement]:
    mine, theirs = _hanging(old), _hanging(new)
    yield from (s for name, s in theirs.items() if name not in mine or mine[name].text != s.text)


def rebuild(old: Physical, new: Physical, table_id: str) -> Iterator[Statement]:
    """The table built anew as `new` has it: rows kept, references checked at the end. Outside a transaction at first."""
    ddl, table = Ddl(new), new.tables[table_id]
    name, beside = ddl.writer.table(table_id), ddl.writer.quote(f"{table.name}_rebuilt")
    shared = [c for c, column in old.tables[table_id].columns.items() if c in table.columns and column.generated is None]
    columns = ddl.writer.columns(table_id, shared)
    yield Statement(text="pragma foreign_keys = off", because="Else dropping the old table would delete what refers to it")
    yield Statement(text="pragma legacy_alter_table = on", because="The name comes back: views and triggers elsewhere are not to be edited")
    yield BEGIN
    yield Statement(text=ddl.table(table_id, f"{table.name}_rebuilt").text, element=table_id)
    yield Statement(text=f"insert into {beside} ({columns})\nselect {columns} from {name}")
    yield Statement(text=f"drop table {name}")
    yield Statement(text=f"alter table {beside} rename to {name}")
    yield from (s for s in ddl.indexes() if s.element.startswith(f"{table_id}."))
    yield from (s for s in _hanging(old).values() if _is_on(s, name))
    yield from sound()
    yield COMMIT
    yield Statement(text="pragma legacy_alter_table = off")
    yield Statement(text="pragma foreign_keys = on")


def _is_on(statement: Statement, name: str) -> bool:
    lines = statement.text.splitlines()
    return statement.text.startswith("create trigger") and lines[1].removesuffix(" for each row").endswith(f" on {name}")


def sound() -> Iterable[Statement]:
    """Stops where a reference finds no row."""
    return (
        Statement(text='create temp table sound (orphans integer constraint "references without a row" check (orphans = 0))'),
        Statement(text="insert into sound select count(*) from pragma_foreign_key_check", because="Stops here if a reference finds no row"),
        Statement(text="drop table sound"),
    )
