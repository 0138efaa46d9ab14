"""Which indexes the access patterns need.

Decides: for every query the table that is visited first and what an index must begin with there: columns compared for equality
(the tenant first, then references, then the most selective), then the order asked for (descending where newest comes first
under a limit), then the range. Open work of a life cycle, a small part of all rows, gets a partial index. Searches as one types
get an index by prefix, searches for words a text index, searches for a part of a word one by trigrams where the engine has it.
What stands in a document is indexed by its path as a column is, in the way that the engine's facts name (docs/decisions/0023).
An answer of few narrow columns read often in many rows is carried in the index itself. It writes into each query which key or
index its plan must use.

Stays silent where a key or another pattern's index serves the query already: each index is made once, the widest first. Says
"exempt" where the table is designed to stay under 1,000 rows (for what stands inside a value: so many as the engine's facts say,
`inverted_rows`): reading it whole costs less than the detour through an index; and where whole partitions of the time asked for are wanted.

Weighs: rows read with and without the index, times the frequency, against one entry written for every arriving row and every
update of its columns. A second index that begins as another does is made only where the first leaves more than 200 rows to sort.

Sources: PostgreSQL manual, indexes; Winand, "SQL Performance Explained"; MongoDB manual, "The ESR rule"; field/physical.md A5
(two added indexes took the insertion of 20,000 orders from 23 to 43 ms).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import ForbidOverlap, UpholdDependency
from relvar.model.changes import Add, Alter, Change
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, ModelFact
from relvar.model.expression import ColumnRef, Compare, Expression, Member
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import Index, IndexPart
from relvar.model.query import Query, Select
from relvar.model.walking import every
from relvar.plan.capacity.bytes import document_index_bytes, index_bytes
from relvar.plan.queries.build import index_for
from relvar.plan.queries.need import Need, conjuncts, needs
from relvar.plan.queries.pruning import left_out_by_partitions, pruned_in_words
from relvar.plan.queries.serve import Structure, applies, empty, looked_up, of_index, serves, settled, structures
from relvar.plan.queries.share import SEARCH_SHARE, Shares, column_of
from relvar.plan.queries.words import parts_in_words
from relvar.plan.realize.names import index_name
from relvar.plan.trace import Trace, foreign_keys

# A table designed to stay below is read whole: at some 100 bytes a row it fills a dozen pages, fewer reads than planning is worth.
SMALL_ROWS = 1_000
# The proof asks real planners at this many rows at most (issue 2, "prove").
PROOF_ROWS = 20_000
# A join that starts from more rows than this may rather be made by reading the whole table once (PostgreSQL: random_page_cost 4).
LOOKUPS_CERTAIN = 20
# A search is surely made by its words when the asker's own rows are several times those that a word finds.
CLEARLY = 10
# A range of this many rows or fewer costs a planner the same few pages as any other way to them: which one it takes is chance.
FEW_ROWS = 10
# In an order in which the rows lie, a planner reads so many as gladly as one by itself (PostgreSQL: 30 rows a page at 1 and 0.0125 each, a page
# elsewhere at random_page_cost 4).
WALKED = 90
OVERLAP = "overlap"  # the index behind an exclusion constraint: it finds by equality, and gives no order
ESR = Manual(title="equality, sort, range", address="https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-rule/")
WRITES = Manual(title="insertion of 20,000 orders: 23 ms with the key alone, 43 ms with two indexes more (our measurement, PostgreSQL 15)")


class Asking(NamedTuple):
    """A query's need at one table."""

    query: str
    need: Need


class Made(NamedTuple):
    """An index that was made, and the needs that it serves."""

    table: str
    built: Index
    first: Asking


class Answered:
    """Finds or makes what serves each need; table by table, the most demanding need first, then the most frequent."""

    def __init__(self, trace: Trace, features: Features) -> None:
        self.trace = trace
        self.features = features
        self.shares = Shares(trace)
        self.proof = Shares(trace, PROOF_ROWS)
        self.have: dict[str, list[Structure]] = {t: list(structures(trace.physical, t)) for t in trace.physical.tables}
        self.made: dict[str, Made] = {}
        self.served: dict[str, list[str]] = {}
        self.also: dict[str, list[str]] = {}  # made element -> queries
        self.rivals: dict[str, tuple[str, ...]] = {}  # query -> elements
        self.exempt: dict[str, tuple[str, str]] = {}  # query -> why, and the table that is read whole

    def all(self) -> None:
        """First every index that some need asks for, then which of them (and of the keys) each need must be answered by."""
        asking = [a for id_, query in self.trace.physical.queries.items() if not query.view for a in self._asking(id_, query)]
        for one in sorted(asking, key=self._rank):
            wanted = self.shares.rows(one.need.table) >= self._fewest(one.need) or self._cannot_do_without(one.need)
            if wanted and not self._fit(one.need) and not left_out_by_partitions(self.shares, one.need):
                self._make(one)
        for table_id in dict.fromkeys(one.need.table for one in asking):
            self.have[table_id] += self._coming(table_id)
        for one in asking:
            self._answer(one)

    def _coming(self, table_id: str) -> list[Structure]:
        """What else a planner may choose: indexes that references will get after this advisor, and those behind rules of overlap."""
        begun = [{column_of(p.expression) for p in s.parts[:n]} for s in self.have[table_id] for n in range(1, len(s.parts) + 1)]
        keys = [k for k in foreign_keys(self.trace.physical.tables[table_id]) if set(k.columns) not in begun]
        table = self.trace.physical.tables[table_id]
        coming = [self._plain(table_id, index_name(table.name, (table.columns[c].name for c in k.columns)), k.columns) for k in keys]
        if self.features.can("exclusion_constraints"):
            for id_, rule in self.trace.physical.behaviours.items():
                if isinstance(rule, ForbidOverlap) and rule.table == table_id:
                    coming.append(self._plain(table_id, id_, rule.per)._replace(where=rule.where, method=OVERLAP))
                elif isinstance(rule, UpholdDependency) and rule.table == table_id:
                    coming.append(self._plain(table_id, id_, rule.left)._replace(method=OVERLAP))
        return coming

    def _plain(self, table_id: str, id_: str, columns: Iterable[str]) -> Structure:
        return Structure(f"{table_id}.{id_}", tuple(IndexPart(expression=ColumnRef(column=c)) for c in columns), False)

    def _asking(self, id_: str, query: Query) -> Iterator[Asking]:
        if isinstance(query.statement, Select):
            yield from (Asking(id_, need) for need in needs(query.statement, self.shares))

    def _rank(self, one: Asking) -> tuple[int, int, float]:
        need = one.need
        return (0 if need.driving else 1, -len(need.equal) - len(need.sort) - len(need.ranges), -self.trace.physical.queries[one.query].per_day)

    def _answer(self, one: Asking) -> None:
        table = self.trace.physical.tables[one.need.table]
        fewest = self._fewest(one.need)
        if table.rows < fewest and not self._cannot_do_without(one.need):
            self._excuse(one, f"{table.name} is designed to hold {count(table.rows)} rows, below {fewest:,}: it is read whole")
            return
        fit = sorted(self._fit(one.need), key=lambda s: self._fitness(s, one.need), reverse=True)
        if not fit:
            pruned = left_out_by_partitions(self.shares, one.need)
            self._excuse(one, pruned_in_words(self.shares, one.need) if pruned else self._whole(one))
            return
        self.also.setdefault(fit[0].element, []).append(one.query)
        rivals = (*(s.element for s in self._rivals(one.need, fit[0])), *self._read_for_a_page(one))
        if one.need.driving:
            self.rivals[one.query] = rivals
        if one.need.driving or (not rivals and self._certain(one.need)):
            self.served.setdefault(one.query, []).append(fit[0].element)

    def _fewest(self, need: Need) -> int:
        """Rows below which the table is read whole: an index that finds rows by what stands inside a value costs more before the first."""
        inside = need.holds is not None or need.elements is not None or need.part is not None
        known = self.features.limits.get("inverted_rows") if inside else None
        return int(known.value) if known is not None else SMALL_ROWS

    def _cannot_do_without(self, need: Need) -> bool:
        """Words are searched by an index or not at all: then even a small table has one."""
        return need.search is not None and self.features.can("full_text") and not self.features.can("full_text_without_index")

    def _excuse(self, one: Asking, why: str) -> None:
        if one.need.driving:
            self.exempt[one.query] = (why, one.need.table)

    def _fit(self, need: Need) -> list[Structure]:
        return [s for s in self.have[need.table] if serves(s, need, self.shares)]

    def _rivals(self, need: Need, best: Structure) -> list[Structure]:
        """What a planner may as well use at the size of the proof, where as few rows are left."""
        others = [s for s in self.have[need.table] if s is not best and s.method in ("ordered", OVERLAP) and self._usable(s, need)]
        if need.search is not None:
            words = self.proof.rows(need.table) * SEARCH_SHARE
            return [s for s in others if self._gives_order(s, need) or self.proof.matching(need.table, self._found_by(s, need)) <= words * CLEARLY]
        return [s for s in others if self._is_rival(s, best, need)]

    def _usable(self, structure: Structure, need: Need) -> bool:
        way = bool(self._found_by(structure, need)) or self._is_little(structure, need) or self._gives_order(structure, need)
        return (way or (need.driving and self._holds_all(structure, need))) and applies(structure.where, need, concluding=True)

    def _holds_all(self, structure: Structure, need: Need) -> bool:
        """Whether the answer is in the index itself: then a planner may read it from end to end and no row of the table."""
        held = {column_of(p.expression) for p in structure.parts} | set(structure.include)
        asked = set(need.shown) | {column_of(c) for c in need.conditions}
        return bool(asked) and asked <= held

    def _gives_order(self, structure: Structure, need: Need) -> bool:
        """Whether it is walked in the order asked for until enough rows are found: how soon that is, a planner guesses. Of words nobody knows it."""
        if not (need.driving and need.sort and need.limit and structure.method == "ordered" and structure.parts[0].expression == need.sort[0][0]):
            return False
        found = self.proof.matching(need.table, need.conditions)
        return need.search is not None or self.proof.rows(need.table) / found <= WALKED

    def _read_for_a_page(self, one: Asking) -> Iterator[str]:
        """The table, where a page without an order is full as soon by reading it from its beginning: the first rows that fit end the reading.

        Not for what stands within a value: each row would be taken apart, and planners found it by its index (tests/live/test_document_paths.py).
        """
        need, asked = one.need, self.trace.physical.queries[one.query].statement
        if not isinstance(asked, Select) or asked.order_by or asked.group_by or not (need.driving and need.limit):
            return
        if need.holds is not None or need.elements is not None or any(every(Member, tuple(need.conditions))):
            return
        if self.proof.rows(need.table) / self.proof.matching(need.table, need.conditions) <= WALKED:
            yield need.table

    def _is_little(self, structure: Structure, need: Need) -> bool:
        """Whether an index of open work holds so little that it is read from end to end: that work is the newest, so its rows lie together."""
        plain = structure.where is not None and structure.method == "ordered"
        return plain and self.shares.matching(need.table, conjuncts(structure.where)) < SMALL_ROWS

    def _is_rival(self, other: Structure, best: Structure, need: Need) -> bool:
        mine, theirs = self._found_by(best, need), self._found_by(other, need)
        if not theirs:
            holds = self._holds_all(other, need) and not self._holds_all(best, need)
            return holds or self._is_little(other, need) or self._gives_order(other, need)
        rows = self.proof.matching(need.table, theirs)
        same = self._fitness(best, need)[:-1] == self._fitness(other, need)[:-1] and not best.unique
        ranged = any(isinstance(c, Compare) and c.op != "=" for c in theirs)  # at the end of what is known a planner expects next to nothing
        alike = None if self._fitness(best, need)[0] else self.features.limits.get("rows_alike")  # a unique key's one row is certain
        few = FEW_ROWS if ranged else max(self.proof.matching(need.table, mine), alike.value if alike else 0)
        return same or rows <= few

    def _found_by(self, structure: Structure, need: Need) -> list[Expression]:
        """The conditions that the beginning of a structure can look up."""
        found: list[Expression] = []
        for part in structure.parts:
            here = [c for c in need.conditions if looked_up(c) == part.expression]
            found += here or ([Compare(op="=", left=part.expression, right=part.expression)] if part.expression in need.equal else [])
            if part.expression not in settled(need):
                break
        return found

    def _fitness(self, structure: Structure, need: Need) -> tuple[bool, bool, int, bool, int]:
        """Unique for the need (a key people know before the surrogate), holding all that is shown, parts used, partial; shorter first."""
        wanted = [*need.equal, *empty(need), *(e for e, _ in need.sort), *need.ranges]
        used = 0
        for part in structure.parts:
            if part.expression not in wanted:
                break
            used += 1
        unique = structure.unique and used == len(structure.parts)
        known = structure.element.endswith(".primary_key") and len(need.equal) > len(structure.parts)
        return unique, self._holds_all(structure, need), used, structure.where is not None, -len(structure.parts) - 10 * known

    def _make(self, one: Asking) -> None:
        index = index_for(self.trace, self.features, self.shares, one.need, self.trace.physical.queries[one.query])
        if index is None or index.name in self.trace.physical.tables[one.need.table].indexes:
            return
        element = f"{one.need.table}.{index.name}"
        if element not in self.made:
            self.made[element] = Made(one.need.table, index, one)
            self.have[one.need.table].append(of_index(one.need.table, index.name, index))

    def _certain(self, need: Need) -> bool:
        """Whether a planner must use what serves the need: it is visited first, or looked up for few rows in a table worth it."""
        if need.driving:
            return True
        key = set(self.trace.physical.tables[need.table].primary_key)
        is_parent = key <= {getattr(e, "column", "") for e in need.equal}
        return not is_parent and self.proof.matching(need.table, ()) > SMALL_ROWS and need.lookups <= LOOKUPS_CERTAIN

    def _whole(self, one: Asking) -> str:
        table = self.trace.physical.tables[one.need.table]
        wanted = self.shares.matching(one.need.table, one.need.conditions)
        if one.need.part is not None and not self.features.can("trigram_indexes"):
            instead = self.features.capabilities["trigram_indexes"].instead
            read = f"all {count(table.rows)} {table.name} are read"
            return f"no index of {self.features.title} finds a part of a word: {read}; where that is too slow: {instead}"
        if one.need.holds is not None and not self.features.can("document_indexes"):
            instead = self.features.capabilities["document_indexes"].instead
            read = f"all {count(table.rows)} {table.name} are read"
            return f"no index of {self.features.title} is on all that stands in a document: {read}; where that is too slow: {instead}"
        if one.need.elements is not None and not self.features.can("member_indexes"):
            instead = self.features.capabilities["member_indexes"].instead
            read = f"all {count(table.rows)} {table.name} are read"
            return f"no index of {self.features.title} finds a value of a list: {read}; where that is too slow: {instead}"
        return f"it wants {count(wanted)} of {count(table.rows)} {table.name}, so many that reading them all costs less than an index"


def index_patterns(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each index that is made, one for what the queries use of what is there already."""
    trace = Trace(design, store)
    answered = Answered(trace, features)
    answered.all()
    for element, made in answered.made.items():
        yield _decision(answered, store, element, made)
    changes = tuple(_written(answered))
    if changes:
        yield _kept(answered, store, changes)


def _written(answered: Answered) -> Iterator[Change]:
    for id_, query in answered.trace.physical.queries.items():
        served = tuple(dict.fromkeys(answered.served.get(id_, ())))
        why, whole = ("", "") if served else answered.exempt.get(id_, ("", ""))
        after = msgspec.structs.replace(query, served_by=served, rivals=answered.rivals.get(id_, ()), exempt=why, read_whole=whole)
        if after != query:
            yield Alter(collection="queries", id=id_, before=query, after=after)


def _decision(answered: Answered, store: str, element: str, made: Made) -> Decision:
    physical = answered.trace.physical
    table = physical.tables[made.table]
    queries = list(dict.fromkeys(answered.also.get(element, [made.first.query])))
    index = msgspec.structs.replace(made.built, serves=tuple(queries), because=_serves(answered, queries))
    return Decision(
        advisor="index_patterns",
        subject=element,
        store=store,
        choice=parts_in_words(table, index.parts, index.include, index.where) + (", by words" if index.method == "text" else ""),
        because=_because(answered, made, queries),
        evidence=_evidence(answered, made, queries),
        instead_of=tuple(_instead(answered, made)),
        changes=(Add(collection="indexes", id=index.name, element=index, table=made.table),),
    )


def _serves(answered: Answered, queries: list[str]) -> str:
    return "; ".join(answered.trace.physical.queries[q].name for q in queries)


def _read(answered: Answered, need: Need) -> float:
    return answered.shares.matching(need.table, need.conditions)


def _because(answered: Answered, made: Made, queries: list[str]) -> str:
    physical = answered.trace.physical
    table, need = physical.tables[made.table], made.first.need
    query = physical.queries[made.first.query]
    total = sum(physical.queries[q].per_day for q in queries)
    if not need.driving:
        return f"“{query.name}” looks up the {table.name} of each row it found, {count(total)} times a day, among {count(table.rows)}"
    read = _read(answered, need)
    stops = f" and stops after {need.limit:,}" if need.limit and need.sort and read > need.limit else ""
    said = f"“{query.name}” wants {count(read)} of {count(table.rows)} {table.name}{stops}, {count(query.per_day)} times a day"
    others = [physical.queries[q].name for q in queries if q != made.first.query]
    said += f"; it serves {listed([f'“{o}”' for o in others])} too" if others else ""
    if need.holds is not None:
        said += f"; which value, whoever asks says: {answered.features.capabilities['document_indexes'].instead}"
    how = answered.features.capabilities["document_path_indexes" if need.elements is None else "member_indexes"].instead
    return f"{said}; {listed(members)} stand{'s' * (len(members) == 1)} in documents: {how}" if (members := _members(made)) else said


def _members(made: Made) -> list[str]:
    """Names of the values in documents that an index is on."""
    return [member.path for member in every(Member, made.built.parts)]


def _evidence(answered: Answered, made: Made, queries: list[str]) -> tuple[Evidence, ...]:
    physical, need = answered.trace.physical, made.first.need
    table = physical.tables[made.table]
    read = min(_read(answered, need), need.limit) if need.limit and need.sort else _read(answered, need)
    per_day = sum(physical.queries[q].per_day for q in queries)
    spared = Computed(
        formula=f"({count(table.rows)} {table.name} − {count(read)} read) × {count(per_day)} a day",
        value=round((table.rows - read) * per_day),
        unit="rows not read a day",
    )
    cost = _cost(answered, made)
    fact = ModelFact(element=f"pattern {made.first.query}", states=f"{physical.queries[made.first.query].per_day:,.0f} a day")
    composed = len(need.equal) > 0 and bool(need.sort or need.ranges)
    return (spared, cost, fact, WRITES, *((ESR,) if composed else ()))


def _cost(answered: Answered, made: Made) -> Computed:
    """What the index costs: an entry for each row that arrives (that enters the condition, for a partial one), and its size."""
    table, where = answered.trace.physical.tables[made.table], made.built.where
    each = index_bytes(table, msgspec.structs.replace(made.built, where=None), answered.features)
    share, says = 1.0, ""
    for condition in conjuncts(where):
        found = answered.shares.share(made.table, condition)
        share, says = share * found.fraction, f" × {found.fraction:.2g} ({found.says})"
    grown = size(table.rows * share * each)
    formula = f"{count(table.rows_per_day)} entries a day; {count(table.rows)} rows{says} × {each:.0f} bytes = {grown} when grown"
    return Computed(formula=formula, value=round(table.rows_per_day * each), unit="bytes written a day")


def _instead(answered: Answered, made: Made) -> Iterator[str]:
    need = made.first.need
    table = answered.trace.physical.tables[made.table]
    read = _read(answered, need)
    if made.built.where is not None:
        whole = index_bytes(table, msgspec.structs.replace(made.built, where=None), answered.features) * table.rows
        yield f"all rows ({size(whole)})"
    if need.sort and need.equal and need.driving:
        yield f"equality alone ({count(read)} sorted)"
    if members := _members(made):
        yield f"{listed(members)} as columns, where every document has them"
        yield from (f"all that stands in the documents ({said})" for said in _of_everything(answered, made))
    yield f"none ({count(table.rows)} read)"


def _of_everything(answered: Answered, made: Made) -> Iterator[str]:
    """What an inverted index of the whole documents takes and answers, where the engine's facts know it."""
    if "document_value_bytes" not in answered.features.limits:
        return
    table = answered.trace.physical.tables[made.table]
    for column in dict.fromkeys(member.document.column for member in every(Member, made.built.parts)):
        whole = document_index_bytes(table.columns[column], answered.features) * table.rows
        yield f"{size(whole)}: it finds equal values under any key, and knows no order"


def _kept(answered: Answered, store: str, changes: tuple[Change, ...]) -> Decision:
    physical = answered.trace.physical
    by_key = sorted(q for q, elements in answered.served.items() if not any(e in answered.made for e in elements))
    added: dict[str, int] = {}
    for made in answered.made.values():
        added[made.table] = added.get(made.table, 0) + 1
    written = sum(physical.tables[t].rows_per_day * n for t, n in added.items())
    formula = " + ".join(f"{count(physical.tables[t].rows_per_day)} {physical.tables[t].name} × {n}" for t, n in added.items()) or "0"
    names = listed([f"“{physical.queries[q].name}”" for q in by_key]) if by_key else "none"
    return Decision(
        advisor="index_patterns",
        subject="*",
        store=store,
        choice=f"{len(answered.made)} made; keys answer {len(by_key)} of {len(physical.queries)} questions",
        because=f"keys and unique constraints answer {names}; {len(answered.exempt)} questions read a small or whole table",
        evidence=(Computed(formula=f"{formula}, entries a day", value=round(written), unit="index entries a day"), WRITES),
        instead_of=(f"{len(physical.queries)} indexes, one a question",),
        changes=changes,
    )
