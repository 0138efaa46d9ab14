"""An evolution as expand, migrate, contract: files that run while old and new code run, each with its way back.

Every ALTER says how it is done (ALGORITHM, LOCK), so that the server refuses rather than copies a table unseen. Adding and dropping
a column is a change of the catalogue (INSTANT); an index is built while writers go on; a check and a NOT NULL look at every row, and
a check does so by a copy that keeps writers out: that is said as a hazard. Each waits for a lock on the table's metadata, and
everybody queues behind it: the session waits seconds for it, not the default of a year. DDL commits by itself; what a file has done
stays, and its way back names what it takes back.

A rename is a second column that triggers keep equal, until no code reads the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relvar.engines.base import Evolution, MigrationStep, Statement
from relvar.engines.innodb.ddl import Ddl
from relvar.engines.innodb.deploy import all_triggers
from relvar.engines.innodb.dialect import dialect
from relvar.engines.innodb.fill import fill, same, verify
from relvar.engines.innodb.objects import Parts, Trigger, create_trigger, shortened
from relvar.engines.phases import PURPOSE, Part, Phase, Style, steps
from relvar.errors import UnsupportedError
from relvar.model.changes import Add, Alter, Change, Drop, apply, name_within
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index
from relvar.model.walking import columns_of

LOCK_WAIT_SECONDS = 5  # lock_wait_timeout; the default is a year, and everybody queues behind who waits
INSTANT = "algorithm = instant"
ONLINE = "algorithm = inplace, lock = none"
# A full-text index is built while writers wait (innodb-online-ddl-operations.html), and so is a table made anew that has a key on a hidden
# column ("online rebuild with indexed virtual columns": error 1846, seen on MariaDB 11.8.9).
WAITING = "algorithm = inplace, lock = shared"
COPY = "algorithm = copy, lock = shared"
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
    return steps(evolution, number, _Migration(evolution).phases(), Style(heads, _patient))


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
        self.wide = apply(self.before, self.adds)  # everything added, nothing renamed
        self.ddl = {"before": Ddl(self.before), "wide": Ddl(self.wide), "after": Ddl(self.after)}

    def _sort(self, change: Change) -> None:
        if isinstance(change, Add) and isinstance(change.element, Column | CheckConstraint | ForeignKey | Index):
            self.adds.append(change)
        elif isinstance(change, Drop) and isinstance(change.element, Index):
            self.unused.append(change)
        elif isinstance(change, Alter) and isinstance(change.before, Column) and isinstance(change.after, Column):
            self.renames.append(Rename(change.table, change.id, change.before, change.after, self._own_checks(change)))
        else:
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

    def phases(self) -> Iterator[Part]:
        copied = [self.before.tables[t].name for t in dict.fromkeys(t for t, _ in self._checks())]
        copies = tuple(f"{name} copied while writers wait" for name in copied)
        required = dict.fromkeys(r.table for r in self.renames if not r.after.nullable and self._rebuild(r.table) == COPY)
        copies += tuple(f"{self.before.tables[t].name} copied for not null: writers wait" for t in required)
        twice = ("each write of it runs a trigger",) if self.renames else ()
        changed = dict.fromkeys([a.table for a in self.added(Column)] + [r.table for r in self.renames])
        searched = tuple(f"{self.before.tables[t].name} copied, for its full-text index" for t in changed if self._searched(t))
        made_anew = [t for t in changed if self._has_computed_key(t) and not self._searched(t)]
        computed = tuple(f"{self.before.tables[t].name} made anew, for a key on what is computed: writers wait" for t in made_anew)
        yield Part(
            "expand",
            self._expand(),
            self._expand_back(),
            ("exclusive metadata lock, an instant each",),
            (*twice, *searched, *computed),
            "rolling: old code keeps running, new code may start",
        )
        locks = ("row locks, 1000 rows at a time", *(("shared lock on the table while a check is added",) if copied else ()))
        yield Part("migrate", self._migrate(), self._migrate_back(), locks, copies, "rolling: both versions of the code run")
        moved = [self.before.tables[r.table].name for r in self.renames if r.checks]
        yield Part(
            "contract",
            self._contract(),
            self._contract_back(),
            ("exclusive metadata lock, an instant each",),
            (
                *(("old code breaks: no instance of it may run",) if self.renames else ()),
                *(f"{name} copied, its check moves: writers wait" for name in moved),
            ),
            "after the old code is gone; blue-green: after blue is switched off",
        )

    # --- expand ---

    def _expand(self) -> Iterator[Statement]:
        for add in self.added(Column):
            yield self._add_column(add.table, add.id, "wide")
        for rename in self.renames:
            yield from self._add_mirror(rename, rename.before, rename.after)
        for add in self.added(Index):
            yield from self._add_index(add)
        for add in self.added(ForeignKey):
            yield from self._add_key(add)
        yield from self._seen(self.words.hidden_index, "Nobody uses it any more, or it is made visible again in an instant")
        yield from self._retrigger("before", "wide")

    def _expand_back(self) -> Iterator[Statement]:
        yield from self._retrigger("wide", "before")
        yield from self._seen(self.words.shown_index)
        for rename in self.renames:
            yield from self._drop_mirror(rename, rename.after.name)
        for add in self.added(ForeignKey):
            yield self._alter(add.table, f"drop foreign key {self._name(add)}", ONLINE)
        for add in self.added(Index):
            yield from self._drop_index(add.table, add.element, "wide")
        for add in reversed(self.added(Column)):
            yield self._alter(add.table, f"drop column {self._name(add)}", self._cheap(add.table), "loses only what the column alone held")

    def _seen(self, how: str, because: str = "") -> Iterator[Statement]:
        """An index is kept up to date while planners do not see it: so its absence is tried before it goes."""
        for drop in self.unused:
            yield self._alter(drop.table, f"alter index {self._name(drop)} {how}", ONLINE, because)

    def _name(self, add: Add | Drop) -> str:
        return self.ddl["wide"].writer.quote(name_within(add))

    def _alter(self, table: str, what: str, how: str, because: str = "") -> Statement:
        return Statement(text=f"alter table {self.ddl['before'].writer.table(table)}\n  {what},\n  {how}", because=because, element=table)

    def _cheap(self, table: str, column: Column | None = None) -> str:
        """The catalogue alone, but where a full-text index or a column that is computed and stored forbids it (error 1846)."""
        computed = column is not None and column.generated is not None
        if computed:
            return COPY
        if self._searched(table):
            return self.words.rebuilt_for_search
        return WAITING if self._has_computed_key(table) else INSTANT

    def _has_computed_key(self, table: str) -> bool:
        """Whether a key stands on a hidden column that is computed."""
        writer = self.ddl["before"].writer
        return any(writer.hidden_of(table, index) for index in self.before.tables[table].indexes.values())

    def _searched(self, table: str) -> bool:
        return any(i.method == "text" for i in self.before.tables[table].indexes.values())

    def _add_column(self, table: str, id_: str, which: str) -> Statement:
        column = self.ddl[which].physical.tables[table].columns[id_]
        how = self._cheap(table, column)
        because = "A constant default is kept in the catalogue: no row is written" if column.default is not None and how == INSTANT else ""
        return self._alter(table, f"add column {self.ddl[which].column(table, id_)}", how, because)

    def _add_index(self, add: Add) -> Iterator[Statement]:
        assert isinstance(add.element, Index)
        yield from self._make_index(add.table, add.element, "wide", "", "Writers go on")

    def _make_index(self, table: str, index: Index, which: str, hidden: str, because: str = "") -> Iterator[Statement]:
        """An index, and before it the hidden columns that it is on. `hidden`: the word that keeps it from the optimizer."""
        ddl = self.ddl[which]
        for name, part in ddl.writer.hidden_of(table, index).items():
            yield self._alter(table, f"add column {ddl.hidden_column(name, part)}", INSTANT, "Computed when it is read: no row is written")
        how = WAITING if index.method == "text" else ONLINE
        yield self._alter(table, " ".join(filter(None, ("add", ddl.index(table, index), hidden))), how, because)

    def _drop_index(self, table: str, index: object, which: str) -> Iterator[Statement]:
        assert isinstance(index, Index)
        writer = self.ddl[which].writer
        yield self._alter(table, f"drop key {writer.quote(index.name)}", ONLINE)
        for name in writer.hidden_of(table, index):
            yield self._alter(table, f"drop column {writer.quote(name)}", INSTANT)

    def _add_key(self, add: Add) -> Iterator[Statement]:
        """In place only with foreign_key_checks off; then the rows that were there are asked about afterwards."""
        assert isinstance(add.element, ForeignKey)
        text = self.ddl["wide"].constraint(add.table, add.element)
        yield Statement(text="set foreign_key_checks = 0", because="Else the table is copied; new rows are checked all the same")
        yield self._alter(add.table, f"add {text}", ONLINE)
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
        yield self._alter(rename.table, f"add column {two} {kind}{comment}", self._cheap(rename.table))
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
        quote = self.ddl["before"].writer.quote
        for name in self._mirror_names(rename):
            yield Statement(text=f"drop trigger {quote(name)}")
        yield from self._rights(rename, quote(column), "revoke {} from {}")
        if not checks:
            yield self._alter(rename.table, f"drop column {quote(column)}", self._cheap(rename.table))

    # --- migrate ---

    def _migrate(self) -> Iterator[Statement]:
        for rename in self.renames:
            yield from self._filled(rename, rename.before.name, rename.after.name, rename.after)
        for table, check in self._checks():
            condition = f"not ({self.ddl['wide'].writer.condition(check.condition, table)})"
            yield from verify(self.ddl["wide"], table, f"select 1 from {self.ddl['wide'].writer.table(table)} where {condition}", check.name)
            yield self._alter(table, f"add {self.ddl['wide'].constraint(table, check)}", COPY, check.says)

    def _filled(self, rename: Rename, source: str, target: str, column: Column) -> Iterator[Statement]:
        """Rows from before the triggers, in batches by key; then proof that no row was left, then the promise of the column."""
        ddl = self.ddl["before"]
        yield from fill(ddl, rename.table, source, target)
        yield from verify(ddl, rename.table, same(ddl, rename.table, source, target), f"{target} differs from {source}")
        if not column.nullable:
            kind, two = ddl.types.text(rename.table, rename.id), ddl.writer.quote(target)
            comment = f" comment {ddl.comment(column.comment)}" if column.comment else ""
            how = self._rebuild(rename.table)
            because = f"Rows are written anew; writers {'go on' if how == ONLINE else 'wait'}"
            yield self._alter(rename.table, f"modify column {two} {kind} not null{comment}", how, because)

    def _rebuild(self, table: str) -> str:
        """In place, but where a full-text index, a check over times or a key on a hidden column forbids it (error 1845, seen on 9.7 and 11.8)."""
        return COPY if self._searched(table) or self._checks_times(table) or self._has_computed_key(table) else ONLINE

    def _checks_times(self, table: str) -> bool:
        owner = self.before.tables[table]
        times = {key for key, column in owner.columns.items() if column.data.base in ("date", "time", "timestamp")}
        return any(columns_of(c.condition) & times for c in owner.constraints.values() if isinstance(c, CheckConstraint))

    def _migrate_back(self) -> Iterator[Statement]:
        for table, check in self._checks():
            yield self._alter(table, f"{self.words.drop_check} {self.ddl['wide'].writer.quote(check.name)}", ONLINE)
        for rename in self.renames:
            if not rename.after.nullable:
                yield self._nullable(rename, rename.after)

    def _nullable(self, rename: Rename, column: Column) -> Statement:
        ddl = self.ddl["before"]
        comment = f" comment {ddl.comment(column.comment)}" if column.comment else ""
        kind = ddl.types.text(rename.table, rename.id)
        what = f"modify column {ddl.writer.quote(column.name)} {kind} null{comment}"
        return self._alter(
            rename.table, what, self._rebuild(rename.table), "The triggers of expand keep both columns equal: nothing to undo in the rows"
        )

    # --- contract ---

    def _contract(self) -> Iterator[Statement]:
        for rename in self.renames:
            yield from self._drop_mirror(rename, rename.before.name, rename.checks)
            if rename.checks:
                quote, new = self.ddl["before"].writer.quote, self.ddl["after"]
                drops = [f"{self.words.drop_check} {quote(c.name)}" for c in rename.checks] + [f"drop column {quote(rename.before.name)}"]
                adds = [f"add {new.constraint(rename.table, c)}" for c in rename.checks]
                yield self._alter(rename.table, ",\n  ".join(drops + adds), COPY, "The check speaks of the column that stays")
        for drop in self.unused:
            yield from self._drop_index(drop.table, drop.element, "before")
        yield from self._retrigger("wide", "after")

    def _contract_back(self) -> Iterator[Statement]:
        for drop in self.unused:
            assert isinstance(drop.element, Index)
            yield from self._make_index(drop.table, drop.element, "before", self.words.added_hidden)
        for rename in self.renames:
            yield from self._add_mirror(rename, rename.after, rename.before)
            yield from self._filled(rename, rename.after.name, rename.before.name, rename.before)
            if rename.checks:
                quote, old = self.ddl["before"].writer.quote, self.ddl["before"]
                drops = [f"{self.words.drop_check} {quote(c.name)}" for c in rename.checks]
                adds = [f"add {old.constraint(rename.table, c)}" for c in rename.checks]
                yield self._alter(rename.table, ",\n  ".join(drops + adds), COPY)
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
