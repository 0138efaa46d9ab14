"""What of a source does not come back when what was written of it is read: element by element, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from relvar.exporting.types import canonical
from relvar.importing.ddl.dialects import dialect
from relvar.importing.idioms import idioms
from relvar.importing.lift.expressions import Lifter, squeezed
from relvar.importing.lift.types import meaning
from relvar.model.existing import Existing, FoundColumn, FoundIndex, FoundKey, FoundReference, FoundTable
from relvar.model.qualified import qualified, unqualified
from relvar.read.text.words import plural

Facts = dict[str, Any]
TRUTH = {"1": "true", "true": "true", "0": "false", "false": "false"}
NO_ACTION = ("", "no action")  # the standard's own default


def losses(before: Existing, after: Existing) -> Iterator[str]:
    """One line for each thing of `before` that `after` lacks, has otherwise, or adds."""
    words: dict[str, str] = {}
    was, is_ = _Facts(before, words), _Facts(after, words)
    for line in _lines(before, after, was, is_):
        for tree, text in sorted(words.items(), key=lambda pair: -len(pair[0])):
            line = line.replace(tree, text)
        yield line


def _lines(before: Existing, after: Existing, was: _Facts, is_: _Facts) -> Iterator[str]:
    schemas = sorted({table.schema for table in before.tables.values() if table.schema})
    if schemas and not any(table.schema for table in after.tables.values()):
        was.flat = True
        yield f"the schemas {', '.join(schemas)} are not said: the connection's search path must lead to them"
    names: dict[str, str] = {}
    for id_ in before.tables:
        if (first := names.setdefault(was.id(id_), id_)) != id_:
            yield f"{id_}: the table is not told apart from {first}"
    added = {is_.id(id_): id_ for id_ in after.tables}
    unnamed = 0
    for name, id_ in names.items():
        if name not in added:
            yield f"{name}: the table is not said"
            continue
        old, new = was.table(before.tables[id_]), is_.table(after.tables[added[name]])
        for key, value in old.items():
            if key not in new:
                yield f"{name}: {key} is not said" + (f": {value}" if value and not isinstance(value, dict) else "")
            elif isinstance(value, dict) and value != new[key] == value | {"name": ""}:
                unnamed += 1
            elif value != new[key]:
                yield f"{name}: {key} is said otherwise: {_different(value, new[key])}"
        yield from (f"{name}: {key} is added" for key in new if key not in old)
    if unnamed:
        yield f"the names of {unnamed} keys and references are not said"
    kinds, kept = (Counter(o.kind for o in found.objects if o.kind not in ("enum", "domain")) for found in (before, after))
    for kind, number in sorted((kinds - kept).items()):
        yield f"{number} {plural(kind) if number > 1 else kind}: no part of models; the SQL of the source makes them"


def _different(old: Any, new: Any) -> str:
    """The fields in which two differ."""
    if isinstance(old, dict):
        return ", ".join(f"{field} {_shown(old[field])} -> {_shown(new[field])}" for field in old if old[field] != new[field])
    return f"{_shown(old)} -> {_shown(new)}"


def _shown(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else value or "none"


class _Facts:
    """The elements of a source's tables as flat facts that can be compared whatever they were written in.

    `words`: filled with the text from which each tree was made, for it is what people read.
    """

    def __init__(self, existing: Existing, words: dict[str, str]) -> None:
        self.words = words
        self.flat = False  # tables go by their names alone
        self.dialect = existing.dialect
        self.schema = dialect(existing.dialect).schema
        self.lifter = Lifter(existing.dialect, idioms(existing.dialect))
        self.enums = existing.enums

    def id(self, table: str) -> str:
        if self.flat:
            return qualified("", unqualified(table).name)
        schema, name = unqualified(table)
        return qualified("" if schema == self.schema else schema, name)

    def table(self, table: FoundTable) -> Facts:
        columns = {name.lower(): name for name in table.columns}
        found: Facts = {"its comment": table.comment} if table.comment else {}
        found |= {f"column {name}": self._column(column) for name, column in table.columns.items()}
        if table.primary:
            found["its key"] = {"columns": ", ".join(table.primary.columns), "name": table.primary.name}
        found |= {f"unique ({', '.join(sorted(key.columns))})": _key(key) for key in table.uniques}
        found |= {f"reference ({', '.join(r.columns)})": self._reference(r) for r in table.references}
        found |= {f"check {self._said(check.condition, columns)}": {"name": check.name} for check in table.checks}
        found |= {f"exclusion {check.condition}": "" for check in table.exclusions}
        for index in table.indexes:
            found |= self._index(index, columns)
        if table.partition:
            found[f"its partitions ({table.partition})"] = ""
        return found

    def _column(self, column: FoundColumn) -> Facts:
        meant = meaning(column.type, self.enums)
        kind = "boolean" if meant.data.base == "boolean" else canonical(column.type, self.dialect)
        return {
            "type": f"{meant.data.base} of {', '.join(meant.values)}" if meant.values else kind,
            "nullable": column.nullable,
            "default": self._default(column.default, kind),
            "computed": squeezed(column.generated),
            "numbered": bool(column.numbered),
            "comment": " ".join(column.comment.split()),
            "on update": column.on_update,
            "collation": column.collation,
        }

    def _default(self, text: str, kind: str) -> str:
        plain = squeezed(text)
        if kind == "boolean" and plain in TRUTH:
            return TRUTH[plain]
        return self._said(text, {}) if text else ""

    def _reference(self, reference: FoundReference) -> Facts:
        return {
            "to": f"{self.id(reference.table)} ({', '.join(reference.to)})",
            "on delete": "" if reference.on_delete in NO_ACTION else reference.on_delete,
            "on update": "" if reference.on_update in NO_ACTION else reference.on_update,
            "late": reference.deferrable,
            "name": reference.name,
        }

    def _index(self, index: FoundIndex, columns: dict[str, str]) -> Facts:
        plain = index.unique and not (index.where or index.include) and all(p.column and not p.prefix for p in index.parts)
        if plain:  # the same promise as a constraint
            return {f"unique ({', '.join(sorted(index.columns))})": _key(index)}
        parts = [p.column or self._said(p.text, columns) for p in index.parts]
        signs = [f"{'desc' if p.descending else ''}{p.nulls}{p.prefix or ''}{p.operator_class}" for p in index.parts]
        said = ", ".join(f"{part} {sign}".strip() for part, sign in zip(parts, signs, strict=True))
        kept = {
            "name": index.name,
            "include": ", ".join(index.include),
        }
        method = index.method.lower().replace("btree", "")
        where = f" where {self._said(index.where, columns)}" if index.where else ""
        return {f"{'unique ' if index.unique else ''}index {method}{' ' * bool(method)}({said}){where}": kept}

    def _said(self, text: str, columns: dict[str, str]) -> str:
        """A condition or value in a form in which two ways of writing it are one, as far as the model knows them."""
        tree = self.lifter.lift(text, columns)
        if tree is None:
            return squeezed(text)
        self.words.setdefault(str(tree), " ".join(text.split()))
        return str(tree)


def _key(key: FoundKey | FoundIndex) -> Facts:
    return {"late": isinstance(key, FoundKey) and key.deferrable, "nulls are equal": key.nulls_equal, "name": key.name}
