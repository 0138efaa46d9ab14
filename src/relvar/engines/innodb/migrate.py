"""An evolution as expand, migrate, contract: files that run while old and new code run, each with its way back.

Every ALTER says how it is done (`alterations`), and where that keeps writers out, it is said as a hazard. Each waits for a lock on
the table's metadata, and everybody queues behind it: the session waits seconds for it, not the default of a year. DDL commits by
itself; what a file has done stays, and its way back names what it takes back.

A rename is a second column that triggers keep equal, until no code reads the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relvar.engines.base import Evolution, MigrationStep, Statement
from relvar.engines.innodb.alterations import CLAUSES, PURPOSES, Kind, column_kind, index_kind, way
from relvar.engines.innodb.ddl import Ddl
from relvar.engines.innodb.deploy import all_triggers
from relvar.engines.innodb.dialect import dialect
from relvar.engines.innodb.fill import fill, same, verify
from relvar.engines.innodb.kept import LOCKS, kept
from relvar.engines.innodb.objects import Parts, Trigger, create_trigger, shortened
from relvar.engines.innodb.teardown import DROP_ROWS
from relvar.engines.phases import PURPOSE, Part, Phase, Style, steps
from relvar.engines.terms import is_beside, loosened, with_terms
from relvar.errors import UnsupportedError
from relvar.model.changes import Add, Alter, Change, Drop, apply, name_within
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index
from relvar.model.walking import columns_of

LOCK_WAIT_SECONDS = 5  # lock_wait_timeout; the default is a year, and everybody queues behind who waits
NOTHING = Statement(text="do 0", because="Nothing to do here")


class Rename(NamedTuple):
    """One column that becomes another: `checks` are of it alone and move with it."""

    table: str
    id: str
    before: Column
    after: Column
    checks: tuple[CheckConstraint, ...]


def migrate(evolution: Evolution, number: int) -> tuple[MigrationStep, ...]:
    """The three steps of an evolution. Raises UnsupportedError for a kind of change that is not generated."""
    client = dialect(evolution.before).client
    runs = f"{client} --database=NAME < this file; it stops at the first error."
    heads: dict[Phase, str] = {phase: f"{purpose} {runs}" for phase, purpose in PURPOSE.items()}
    heads["destructive"] += f' Where the rows may go: {client} --init-command="set {DROP_ROWS} = 1" ...'
    parts = with_terms(_Migration(evolution).phases(), evolution, kept(evolution), LOCKS, "")
    return steps(evolution, number, parts, Style(heads, _patient, permit=f"set {DROP_ROWS} = 1;\n"))


def _patient(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    wait = Statement(text=f"set session lock_wait_timeout = {LOCK_WAIT_SECONDS}", because="Try again later rather than let everybody queue")
    return (wait, *(list(statements) or [NOTHING]))


class _Migration:
    """The statements of one evolution, change by change."""

    def __init__(self, evolution: Evolution) -> None:
        self.renames: list[Rename] = []
        self.adds: list[Add] = []
        self.unused: list[Drop] = []  # indexes that go
        self.before, self.after = evolution.before, evolution.after
        self.words = dialect(self.before)
        for change in evolution.changes:
            self._sort(change)
        self.wide = loosened(apply(self.before, self.adds), evolution)  # everything added, nothing renamed
        self.ddl = {"before": Ddl(self.before), "wide": Ddl(self.wide), "after": Ddl(self.after)}
        self.closing: dict[str, str] = {}  # statements that keep writers out -> what for

    def _sort(self, change: Change) -> None:
        if isinstance(change, Add) and isinstance(change.element, Column | CheckConstraint | ForeignKey | Index):
            self.adds.append(change)
        elif isinstance(change, Drop) and isinstance(change.element, Index):
            self.unused.append(change)
        elif isinstance(change, Alter) and isinstance(change.before, Column) and isinstance(change.after, Column):
            self.renames.append(Rename(change.table, change.id, change.before, change.after, self._own_checks(change)))
        elif not is_beside(change):
            raise UnsupportedError(what=f"no migration is generated for {change}", remedy="write it by hand beside the generated ones")

    def _own_checks(self, change: Alter) -> tuple[CheckConstraint, ...]:
        """Checks of the column alone that stand in the table."""
        checks = [c for c in self.before.tables[change.table].constraints.values() if isinstance(c, CheckConstraint)]
        ddl = Ddl(self.before)
        return tuple(c for c in checks if columns_of(c.condition) == {change.id} and ddl.is_written(change.table, c))

    def added(self, kind: type) -> list[Add]:
        return [a for a in self.adds if isinstance(a.element, kind)]

    def _checks(self) -> list[tuple[str, CheckConstraint]]:
        """Checks that stand in the table; those that a trigger keeps come with the triggers."""
        checks = [(a.table, a.element) for a in self.adds if isinstance(a.element, CheckConstraint)]
        return [(table, check) for table, check in checks if self.ddl["wide"].is_written(table, check)]

    def _references(self) -> list[Add]:
        """References that stand in the table; those of partitions are kept by triggers."""
        return [a for a in self.added(ForeignKey) if isinstance(a.element, ForeignKey) and self.ddl["wide"].is_written(a.table, a.element)]

    def phases(self) -> Iterator[Part]:
        expand, migrate, contract = tuple(self._expand()), tuple(self._migrate()), tuple(self._contract())
        checked = {table for table, _ in self._checks()}
        yield Part(
            "expand",
            expand,
            self._expand_back(),
            ("exclusive metadata lock, an instant each",),
            (*(("each write of it runs a trigger",) if self.renames else ()), *self._closed(expand)),
            "rolling: old code keeps running, new code may start",
        )
        locks = ("row locks, 1000 rows at a time", *(("shared lock on the table while a check is added",) if checked else ()))
        yield Part("migrate", migrate, self._migrate_back(), locks, self._closed(migrate), "rolling: both versions of the code run")
        yield Part(
            "contract",
            contract,
            self._contract_back(),
            ("exclusive metadata lock, an instant each",),
            (*(("old code breaks: no instance of it may run",) if self.renames else ()), *self._closed(contract)),
            "after the old code is gone; blue-green: after blue is switched off",
        )

    def _closed(self, statements: tuple[Statement, ...]) -> tuple[str, ...]:
        """What the statements keep writers out for."""
        return tuple(dict.fromkeys(self.closing[s.text] for s in statements if s.text in self.closing))

    # --- expand ---

    def _expand(self) -> Iterator[Statement]:
        for add in self.added(Column):
            yield self._add_column(add.table, add.id)
        for rename in self.renames:
            yield from self._add_mirror(rename, rename.before, rename.after)
        for add in self.added(Index):
            yield from self._make_index(add, "wide")
        for add in self._references():
            yield from self._add_key(add)
        yield from self._seen(self.words.hidden_index, "Nobody uses it any more, or it is made visible again in an instant")
        yield from self._retrigger("before", "wide")

    def _expand_back(self) -> Iterator[Statement]:
        yield from self._retrigger("wide", "before")
        yield from self._seen(self.words.shown_index)
        for rename in self.renames:
            yield from self._drop_mirror(rename, rename.after.name)
        for add in self._references():
            yield self._alter(add.table, "drop_reference", f"drop foreign key {self._name(add)}")
        for add in self.added(Index):
            yield from self._drop_index(add, "wide")
        for add in reversed(self.added(Column)):
            yield self._drop_added_column(add)

    def _seen(self, how: str, because: str = "") -> Iterator[Statement]:
        """An index is kept up to date while planners do not see it: so its absence is tried before it goes."""
        for drop in self.unused:
            yield self._alter(drop.table, "hide_key", f"alter index {self._name(drop)} {how}", because)

    def _name(self, add: Add | Drop) -> str:
        return self.ddl["wide"].writer.quote(name_within(add))

    def _alter(self, table: str, kind: Kind, what: str, because: str = "", *, which: str = "wide", index: str = "") -> Statement:
        """`which`: the form of the design that the table has when it is changed; `index`: the id of the one that comes or goes."""
        how = way(self.ddl[which], table, kind, index)
        name = self.ddl["before"].writer.table(table)
        statement = Statement(text=f"alter table {name}\n  {what},\n  {CLAUSES[how]}", because=because, element=table)
        if how in ("waiting", "copy"):
            made = "copied" if how == "copy" else "closed"
            self.closing[statement.text] = f"{self.before.tables[table].name} {made} ({PURPOSES[kind]}): writers wait"
        return statement

    def _add_column(self, table: str, id_: str) -> Statement:
        ddl = self.ddl["wide"]
        column = ddl.physical.tables[table].columns[id_]
        kind = column_kind(ddl, table, id_)
        cheap = column.default is not None and way(self.ddl["before"], table, kind) == "instant"
        because = "A constant default is kept in the catalogue: no row is written" if cheap else ""
        return self._alter(table, kind, f"add column {ddl.column(table, id_)}", because, which="before")

    def _drop_added_column(self, add: Add) -> Statement:
        assert isinstance(add.element, Column)
        virtual = column_kind(self.ddl["wide"], add.table, add.id) == "add_virtual_column"
        kind: Kind = "drop_virtual_column" if virtual else "drop_column"
        return self._alter(add.table, kind, f"drop column {self._name(add)}", "loses only what the column alone held")

    def _make_index(self, change: Add | Drop, which: str, hidden: str = "") -> Iterator[Statement]:
        """An index, and before it the hidden columns that it is on. `hidden`: the word that keeps it from the optimizer."""
        assert isinstance(change.element, Index)
        ddl, table = self.ddl[which], change.table
        for name, part in ddl.writer.hidden_of(table, change.element).items():
            yield self._alter(
                table, "add_virtual_column", f"add column {ddl.hidden_column(name, part)}", "Computed when it is read: no row is written"
            )
        kind = index_kind(ddl, table, change.element, "add")
        because = "Writers go on" if way(self.ddl["wide"], table, kind, change.id) == "online" else ""
        text = " ".join(filter(None, ("add", ddl.index(table, change.element), hidden)))
        yield self._alter(table, kind, text, because, index=change.id)

    def _drop_index(self, change: Add | Drop, which: str) -> Iterator[Statement]:
        assert isinstance(change.element, Index)
        ddl, table = self.ddl[which], change.table
        quote = ddl.writer.quote
        kind = index_kind(ddl, table, change.element, "drop")
        yield self._alter(table, kind, f"drop key {quote(change.element.name)}", index=change.id)
        for name in ddl.writer.hidden_of(table, change.element):
            yield self._alter(table, "drop_virtual_column", f"drop column {quote(name)}", index=change.id)

    def _add_key(self, add: Add) -> Iterator[Statement]:
        """In place only with foreign_key_checks off; then the rows that were there are asked about afterwards."""
        assert isinstance(add.element, ForeignKey)
        text = self.ddl["wide"].constraint(add.table, add.element)
        yield Statement(text="set foreign_key_checks = 0", because="Else the table is copied; new rows are checked all the same")
        yield self._alter(add.table, "add_reference", f"add {text}")
        yield Statement(text="set foreign_key_checks = 1")
        yield from verify(self.ddl["wide"], add.table, _orphan(self.ddl["wide"], add.table, add.element), f"{add.element.name}: a row refers to none")

    # --- the two columns of a rename ---

    def _mirror_names(self, rename: Rename) -> tuple[str, str]:
        name = f"{self.before.tables[rename.table].name}_{rename.id}_follow"
        return shortened(f"{name}_insert"), shortened(f"{name}_update")

    def _add_mirror(self, rename: Rename, source: Column, target: Column) -> Iterator[Statement]:
        """`target` appears beside `source`, and each follows the other, whichever a statement sets."""
        ddl = self.ddl["before"]
        one, two = ddl.writer.quote(source.name), ddl.writer.quote(target.name)
        kind = ddl.types.text(rename.table, rename.id)
        comment = f" comment {ddl.comment(target.comment)}" if target.comment else ""
        yield self._alter(rename.table, "add_column", f"add column {two} {kind}{comment}")
        yield from self._rights(rename, two)
        yield from self._mirror_triggers(rename, one, two)

    def _mirror_triggers(self, rename: Rename, one: str, two: str) -> Iterator[Statement]:
        make = Parts(self.before)
        insert, update = self._mirror_names(rename)
        fill_in = f"set new.{two} = coalesce(new.{two}, new.{one}), new.{one} = coalesce(new.{one}, new.{two})"
        follow = f"if not (new.{two} <=> old.{two}) then\n  set new.{one} = new.{two};\nelse\n  set new.{two} = new.{one};\nend if"
        because = f"Old code writes {rename.before.name}, new code {rename.after.name}: both stay equal"
        yield create_trigger(make, Trigger(insert, rename.table, "before", "insert", (fill_in,), because))
        yield create_trigger(make, Trigger(update, rename.table, "before", "update", (follow,)))

    def _rights(self, rename: Rename, column: str, what: str = "grant {} to {}") -> Iterator[Statement]:
        """Who was granted the one column is granted the other; a grant on the whole table covers both already. A right outlives its
        column, so it is taken back before that goes.
        """
        writer = self.ddl["before"].writer
        for grant in self.before.grants.values():
            if grant.on == rename.table and rename.id in grant.columns:
                rights = ", ".join(f"{operation} ({column})" for operation in grant.operations)
                role = writer.quote(self.before.roles[grant.role].name)
                yield Statement(text=what.format(f"{rights} on {writer.table(rename.table)}", role))

    def _drop_mirror(self, rename: Rename, column: str, checks: tuple[CheckConstraint, ...] = ()) -> Iterator[Statement]:
        """Neither follows the other any more, and the column goes; where checks stand on it, they move and it goes with them."""
        quote = self.ddl["before"].writer.quote
        for name in self._mirror_names(rename):
            yield Statement(text=f"drop trigger {quote(name)}")
        yield from self._rights(rename, quote(column), "revoke {} from {}")
        if not checks:
            yield self._alter(rename.table, "drop_column", f"drop column {quote(column)}")

    # --- migrate ---

    def _migrate(self) -> Iterator[Statement]:
        for rename in self.renames:
            yield from self._filled(rename, rename.before.name, rename.after.name, rename.after)
        for table, check in self._checks():
            condition = f"not ({self.ddl['wide'].writer.condition(check.condition, table)})"
            yield from verify(self.ddl["wide"], table, f"select 1 from {self.ddl['wide'].writer.table(table)} where {condition}", check.name)
            yield self._alter(table, "add_check", f"add {self.ddl['wide'].constraint(table, check)}", check.says)

    def _filled(self, rename: Rename, source: str, target: str, column: Column) -> Iterator[Statement]:
        """Rows from before the triggers, in batches by key; then proof that no row was left, then the promise of the column."""
        ddl = self.ddl["before"]
        yield from fill(ddl, rename.table, source, target)
        yield from verify(ddl, rename.table, same(ddl, rename.table, source, target), f"{target} differs from {source}")
        if not column.nullable:
            kind, two = ddl.types.text(rename.table, rename.id), ddl.writer.quote(target)
            comment = f" comment {ddl.comment(column.comment)}" if column.comment else ""
            because = f"Rows are written anew; writers {'go on' if way(self.ddl['wide'], rename.table, 'make_required') == 'online' else 'wait'}"
            yield self._alter(rename.table, "make_required", f"modify column {two} {kind} not null{comment}", because)

    def _migrate_back(self) -> Iterator[Statement]:
        for table, check in self._checks():
            yield self._alter(table, "drop_check", f"{self.words.drop_check} {self.ddl['wide'].writer.quote(check.name)}")
        for rename in self.renames:
            if not rename.after.nullable:
                yield self._nullable(rename, rename.after)

    def _nullable(self, rename: Rename, column: Column) -> Statement:
        ddl = self.ddl["before"]
        comment = f" comment {ddl.comment(column.comment)}" if column.comment else ""
        kind = ddl.types.text(rename.table, rename.id)
        what = f"modify column {ddl.writer.quote(column.name)} {kind} null{comment}"
        return self._alter(rename.table, "make_optional", what, "The triggers of expand keep both columns equal: nothing to undo in the rows")

    # --- contract ---

    def _contract(self) -> Iterator[Statement]:
        for rename in self.renames:
            yield from self._drop_mirror(rename, rename.before.name, rename.checks)
            if rename.checks:
                quote, new = self.ddl["before"].writer.quote, self.ddl["after"]
                drops = [f"{self.words.drop_check} {quote(c.name)}" for c in rename.checks] + [f"drop column {quote(rename.before.name)}"]
                adds = [f"add {new.constraint(rename.table, c)}" for c in rename.checks]
                yield self._alter(rename.table, "move_check", ",\n  ".join(drops + adds), "The check speaks of the column that stays")
        for drop in self.unused:
            yield from self._drop_index(drop, "before")
        yield from self._retrigger("wide", "after")

    def _contract_back(self) -> Iterator[Statement]:
        for drop in self.unused:
            yield from self._make_index(drop, "before", self.words.added_hidden)
        for rename in self.renames:
            yield from self._add_mirror(rename, rename.after, rename.before)
            yield from self._filled(rename, rename.after.name, rename.before.name, rename.before)
            if rename.checks:
                quote, old = self.ddl["before"].writer.quote, self.ddl["before"]
                drops = [f"{self.words.drop_check} {quote(c.name)}" for c in rename.checks]
                adds = [f"add {old.constraint(rename.table, c)}" for c in rename.checks]
                yield self._alter(rename.table, "move_check", ",\n  ".join(drops + adds))
        yield from self._retrigger("after", "wide")

    # --- triggers that name what changed ---

    def _retrigger(self, old: str, new: str) -> Iterator[Statement]:
        """Triggers whose text differs between two forms of the design, under a lock, so that no write comes between drop and create."""
        was = {t.name: (t, create_trigger(Parts(self.ddl[old].physical), t)) for t in all_triggers(self.ddl[old].physical)}
        be = {t.name: (t, create_trigger(Parts(self.ddl[new].physical), t)) for t in all_triggers(self.ddl[new].physical)}
        gone = [t for name, (t, s) in was.items() if name not in be or be[name][1].text != s.text]
        come = [(t, s) for name, (t, s) in be.items() if name not in was or was[name][1].text != s.text]
        quote = self.ddl[new].writer.quote
        for table in dict.fromkeys([t.table for t in gone] + [t.table for t, _ in come]):
            yield Statement(
                text=f"lock tables {self.ddl[new].writer.table(table)} write", because="No write comes between the old triggers and the new"
            )
            yield from (Statement(text=f"drop trigger {quote(t.name)}") for t in gone if t.table == table)
            yield from (s for t, s in come if t.table == table)
            yield Statement(text="unlock tables")


def _orphan(ddl: Ddl, table: str, key: ForeignKey) -> str:
    """A question that finds a row whose reference leads nowhere."""
    quote, owner, target = ddl.writer.quote, ddl.physical.tables[table], ddl.physical.tables[key.table]
    pairs = [(quote(owner.columns[c].name), quote(target.columns[t].name)) for c, t in zip(key.columns, key.to, strict=True)]
    filled = " and ".join(f"c.{c} is not null" for c, _ in pairs)
    found = " and ".join(f"p.{t} = c.{c}" for c, t in pairs)
    return (
        f"select 1 from {ddl.writer.table(table)} c where {filled}\n    and not exists (select 1 from {ddl.writer.table(key.table)} p where {found})"
    )
