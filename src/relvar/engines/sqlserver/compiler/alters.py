"""The statements that made a schema, changed by what alters and drops: a table's own statement is edited, for the compiler reads no ALTER.

Runs in the worker's process. A statement that names what is not there is refused as a server would: an unknown table, column,
constraint, index or trigger, and a column that something still stands on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from Microsoft.SqlServer.TransactSql import ScriptDom

MISSING = "there is no {0} {1}"
CREATED = {
    "CreateSchemaStatement": "schema", "CreateRoleStatement": "role", "CreateUserStatement": "user", "CreateViewStatement": "view",
    "CreateProcedureStatement": "procedure", "CreateFunctionStatement": "function", "CreateTriggerStatement": "trigger",
    "CreateOrAlterViewStatement": "view", "CreateOrAlterProcedureStatement": "procedure", "CreateOrAlterTriggerStatement": "trigger",
    "CreateOrAlterFunctionStatement": "function",
    "CreateSecurityPolicyStatement": "policy", "CreatePartitionFunctionStatement": "partition function",
    "CreateColumnMasterKeyStatement": "column master key", "CreateColumnEncryptionKeyStatement": "column encryption key",
    "CreatePartitionSchemeStatement": "partition scheme", "CreateFullTextCatalogStatement": "catalog", "CreateSequenceStatement": "sequence",
}  # fmt: skip
DROPPED = {
    "DropTableStatement": "table", "DropViewStatement": "view", "DropProcedureStatement": "procedure", "DropFunctionStatement": "function",
    "DropTriggerStatement": "trigger", "DropSecurityPolicyStatement": "policy", "DropSchemaStatement": "schema", "DropRoleStatement": "role",
    "DropPartitionFunctionStatement": "partition function", "DropPartitionSchemeStatement": "partition scheme",
    "DropFullTextCatalogStatement": "catalog",
}  # fmt: skip


class Objects:
    """What there is, by kind and name, as statements."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, str], Any] = {}  # in the order in which they came
        self.rights: dict[tuple[str, str], str] = {}
        self.paths: dict[tuple[str, str], str] = {}  # the file by which each came
        self.generator = ScriptDom.Sql150ScriptGenerator()
        self.doing: dict[str, Callable[[Any], str]] = {
            "CreateTableStatement": self._create_table,
            "CreateIndexStatement": self._create_index,
            "CreateColumnStoreIndexStatement": self._create_index,
            "CreateFullTextIndexStatement": self._create_search,
            "DropIndexStatement": self._drop_index,
            "AlterTableAddTableElementStatement": self._add_elements,
            "AlterTableAlterColumnStatement": self._alter_column,
            "AlterTableDropTableElementStatement": self._drop_elements,
            "AlterTableConstraintModificationStatement": self._named_constraints,
            "AlterTableSetStatement": self._set_options,
            "GrantStatement": self._grant,
            "RevokeStatement": self._revoke,
            "AlterRoleStatement": self._member,
            "ExecuteStatement": self._execute,
            "IfStatement": self._only_if,
        }

    def knows(self, statement: Any) -> bool:
        """Whether the statement changes objects."""
        kind = statement.GetType().Name
        if kind == "ExecuteStatement":
            return _called(statement) == "sp_addextendedproperty"
        if kind == "IfStatement":
            return statement.ThenStatement.GetType().Name in {*DROPPED, "AlterTableDropTableElementStatement", "AlterTableSetStatement"}
        return kind in self.doing or kind in CREATED or kind in DROPPED

    def apply(self, statement: Any, path: str = "") -> str:
        """What a server would say against it, "" for nothing."""
        kind = statement.GetType().Name
        if kind in self.doing:
            said = self.doing[kind](statement)
        else:
            said = self._create(statement, CREATED[kind]) if kind in CREATED else self._drop(statement, DROPPED[kind])
        for key in self.made:
            self.paths.setdefault(key, path)
        return said

    def texts(self) -> dict[str, str]:
        """Source -> text of everything there is."""
        found = {}
        for (kind, name), statement in self.made.items():
            found[f"{kind} {name}.sql"] = self._generated(statement) if kind == "table" else _as_create(_written(statement))
        return found | {f"{kind} {name}.sql": text for (kind, name), text in self.rights.items()}

    def _generated(self, statement: Any) -> str:
        text: str = self.generator.GenerateScript(statement, None)
        return text

    # --- create and drop ---

    def _create(self, statement: Any, kind: str) -> str:
        name = _name_of(statement)
        again = statement.GetType().Name.startswith("CreateOrAlter")
        if (kind, name) in self.made and not again:
            return f"there is a {kind} {name} already"
        self.made[kind, name] = statement
        return ""

    def _create_table(self, statement: Any) -> str:
        name = _qualified(statement.SchemaObjectName)
        if ("table", name) in self.made:
            return f"there is a table {name} already"
        self.made["table", name] = statement
        return ""

    def _create_index(self, statement: Any) -> str:
        table, name = _qualified(statement.OnName), str(statement.Name.Value)
        if ("table", table) not in self.made and ("view", table) not in self.made:
            return MISSING.format("table", table)
        if ("index", f"{table}.{name}") in self.made:
            return f"there is an index {name} on {table} already"
        self.made["index", f"{table}.{name}"] = statement
        return ""

    def _create_search(self, statement: Any) -> str:
        table = _qualified(statement.OnName)
        if ("table", table) not in self.made:
            return MISSING.format("table", table)
        self.made["search", table] = statement
        return ""

    def _drop(self, statement: Any, kind: str) -> str:
        names = [_qualified(o) for o in statement.Objects] if hasattr(statement, "Objects") else [_dropped_name(statement)]
        for name in names:
            if (kind, name) not in self.made:
                if statement.IsIfExists if hasattr(statement, "IsIfExists") else False:
                    continue
                return MISSING.format(kind, name)
            if kind == "table" and _versions(self.made[kind, name]):
                return f"{name} keeps versions of its rows: it cannot be dropped"
            del self.made[kind, name]
            if kind == "table":
                self._gone_with(name)
            self.rights = {k: v for k, v in self.rights.items() if not k[1].startswith(f"{name} ")}
        return ""

    def _gone_with(self, table: str) -> None:
        """Indexes and triggers leave with their table."""
        for key in list(self.made):
            on_it = key[0] in ("index", "search") and (key[1] == table or key[1].startswith(f"{table}."))
            if on_it or (key[0] == "trigger" and _qualified(self.made[key].TriggerObject.Name) == table):
                del self.made[key]

    def _drop_index(self, statement: Any) -> str:
        for clause in statement.DropIndexClauses:
            key = ("index", f"{_qualified(clause.Object)}.{clause.Index.Value}")
            if key not in self.made:
                return MISSING.format("index", key[1])
            del self.made[key]
        return ""

    def _only_if(self, statement: Any) -> str:
        """`if it is there drop it`: what is not there is no fault."""
        said = self.apply(statement.ThenStatement)
        return "" if said.startswith("there is no ") else said

    # --- alter table ---

    def _table(self, statement: Any) -> Any:
        return self.made.get(("table", _qualified(statement.SchemaObjectName)))

    def _add_elements(self, statement: Any) -> str:
        table = self._table(statement)
        if table is None:
            return MISSING.format("table", _qualified(statement.SchemaObjectName))
        known = _columns(table)
        for column in statement.Definition.ColumnDefinitions:
            name = str(column.ColumnIdentifier.Value)
            if name.lower() in known:
                return f"there is a column {name} already"
            table.Definition.ColumnDefinitions.Add(column)
        for constraint in statement.Definition.TableConstraints:
            name = str(constraint.ConstraintIdentifier.Value)
            if name.lower() in _constraints(table):
                return f"there is a constraint {name} already"
            if said := _default_moved(table, constraint):
                return said
            if constraint.GetType().Name != "DefaultConstraintDefinition":
                table.Definition.TableConstraints.Add(constraint)
        return ""

    def _alter_column(self, statement: Any) -> str:
        table = self._table(statement)
        name = str(statement.ColumnIdentifier.Value)
        if table is None or name.lower() not in _columns(table):
            return MISSING.format("column", f"{_qualified(statement.SchemaObjectName)}.{name}")
        column = _columns(table)[name.lower()]
        if statement.DataType is not None:
            column.DataType = statement.DataType
            column.Collation = statement.Collation or column.Collation
            required = str(statement.AlterTableAlterColumnOption)
            kept = [c for c in column.Constraints if c.GetType().Name != "NullableConstraintDefinition"]
            column.Constraints.Clear()
            for constraint in kept:
                column.Constraints.Add(constraint)
            nullable = ScriptDom.NullableConstraintDefinition()
            nullable.Nullable = required != "NotNull"
            column.Constraints.Add(nullable)
        return ""

    def _drop_elements(self, statement: Any) -> str:
        table = self._table(statement)
        if table is None:
            return MISSING.format("table", _qualified(statement.SchemaObjectName))
        for element in statement.AlterTableDropTableElements:
            name, kind = str(element.Name.Value), str(element.TableElementType)
            said = _drop_column(table, name) if kind == "Column" else _drop_constraint(table, name)
            if said and not element.IsIfExists:
                return said
            if kind == "Column":
                on = f"{_qualified(statement.SchemaObjectName)} "
                self.rights = {k: v for k, v in self.rights.items() if not (k[1].startswith(on) and f" {name.lower()} " in k[1])}
        return ""

    def _named_constraints(self, statement: Any) -> str:
        """CHECK and NOCHECK CONSTRAINT change no definition, but what they name must be there."""
        table = self._table(statement)
        if table is None:
            return MISSING.format("table", _qualified(statement.SchemaObjectName))
        known = _constraints(table)
        missing = [str(n.Value) for n in statement.ConstraintNames if str(n.Value).lower() not in known]
        return MISSING.format("constraint", missing[0]) if missing else ""

    def _set_options(self, statement: Any) -> str:
        """`set (system_versioning = off)`: the table keeps its columns and loses its history."""
        table = self._table(statement)
        if table is None:
            return MISSING.format("table", _qualified(statement.SchemaObjectName))
        versions = _versions(table)
        for found in versions:
            table.Options.Remove(found)
        return "" if versions else f"{_qualified(statement.SchemaObjectName)} keeps no versions"

    # --- rights and words ---

    def _grant(self, statement: Any) -> str:
        """Each right is a source of its own, under its table and columns, so that it leaves with them."""
        target = statement.SecurityTargetObject
        if target is None:
            return self._principals(statement)
        name = ".".join(str(part.Value) for part in target.ObjectName.MultiPartIdentifier.Identifiers)
        columns = [str(c.Value).lower() for p in statement.Permissions for c in p.Columns]
        self.rights["grant", f"{name} {' '.join(columns)} {len(self.rights)}"] = _written(statement)
        return self._principals(statement)

    def _revoke(self, statement: Any) -> str:
        """What was granted in the same words is no right any more."""
        given = _written(statement).lower().replace("revoke ", "grant ", 1).replace(" from ", " to ")
        self.rights = {key: text for key, text in self.rights.items() if text.lower() != given}
        return self._principals(statement)

    def _principals(self, statement: Any) -> str:
        for principal in statement.Principals:
            name = str(principal.Identifier.Value) if principal.Identifier is not None else "public"
            if ("role", name) not in self.made and ("user", name) not in self.made and name != "public":
                return MISSING.format("role or user", name)
        return ""

    def _member(self, statement: Any) -> str:
        name, action = str(statement.Name.Value), statement.Action
        member = str(action.Member.Value) if hasattr(action, "Member") and action.Member is not None else ""
        if ("role", name) not in self.made and not name.startswith("db_"):
            return MISSING.format("role", name)
        known = ("role", member) in self.made or ("user", member) in self.made
        return "" if known or not member else MISSING.format("role or user", member)

    def _execute(self, statement: Any) -> str:
        """A description's table and column must be there."""
        values = [str(getattr(p.ParameterValue, "Value", "")) for p in statement.ExecuteSpecification.ExecutableEntity.Parameters]
        places = dict(zip(values[2::2], values[3::2], strict=False))
        table = self.made.get(("table", f"{places.get('SCHEMA', '')}.{places.get('TABLE', '')}"))
        if table is None:
            return MISSING.format("table", f"{places.get('SCHEMA')}.{places.get('TABLE')}") if "TABLE" in places else ""
        column = places.get("COLUMN", "")
        return MISSING.format("column", column) if column and column.lower() not in _columns(table) else ""


def _versions(table: Any) -> list[Any]:
    """The options of a table by which the engine keeps former versions of its rows."""
    return [o for o in table.Options if o.GetType().Name == "SystemVersioningTableOption"]


def _called(statement: Any) -> str:
    entity = statement.ExecuteSpecification.ExecutableEntity
    reference = getattr(getattr(entity, "ProcedureReference", None), "ProcedureReference", None)
    return str(reference.Name.BaseIdentifier.Value) if reference is not None else ""


def _qualified(name: Any) -> str:
    schema = str(name.SchemaIdentifier.Value) if name.SchemaIdentifier is not None else "dbo"
    return f"{schema}.{name.BaseIdentifier.Value}"


def _name_of(statement: Any) -> str:
    """The name of what a statement creates."""
    if hasattr(statement, "ProcedureReference"):
        return _qualified(statement.ProcedureReference.Name)
    for member in ("SchemaObjectName", "Name"):
        name = getattr(statement, member, None)
        if name is not None:
            return _qualified(name) if hasattr(name, "BaseIdentifier") else str(name.Value)
    raise TypeError(f"no name: {statement.GetType().Name}")


def _dropped_name(statement: Any) -> str:
    name = getattr(statement, "Name", None) or statement.Schema
    return str(name.Value) if hasattr(name, "Value") else str(name.BaseIdentifier.Value)


def _columns(table: Any) -> dict[str, Any]:
    return {str(c.ColumnIdentifier.Value).lower(): c for c in table.Definition.ColumnDefinitions}


def _constraints(table: Any) -> set[str]:
    named = [c.ConstraintIdentifier for c in table.Definition.TableConstraints]
    for column in table.Definition.ColumnDefinitions:
        named += [c.ConstraintIdentifier for c in column.Constraints]
        named += [column.DefaultConstraint.ConstraintIdentifier] if column.DefaultConstraint is not None else []
    return {str(n.Value).lower() for n in named if n is not None}


def _default_moved(table: Any, constraint: Any) -> str:
    """A default that is added for a column stands in the column's definition."""
    if constraint.GetType().Name != "DefaultConstraintDefinition":
        return ""
    name = str(constraint.Column.Value)
    column = _columns(table).get(name.lower())
    if column is None:
        return MISSING.format("column", name)
    if column.DefaultConstraint is not None:
        return f"the column {name} has a default already"
    default = ScriptDom.DefaultConstraintDefinition()
    default.ConstraintIdentifier, default.Expression = constraint.ConstraintIdentifier, constraint.Expression
    column.DefaultConstraint = default
    return ""


def _drop_column(table: Any, name: str) -> str:
    column = _columns(table).get(name.lower())
    if column is None:
        return MISSING.format("column", name)
    if column.DefaultConstraint is not None:
        return f"the column {name} still has its default {column.DefaultConstraint.ConstraintIdentifier.Value}"
    table.Definition.ColumnDefinitions.Remove(column)
    return ""


def _drop_constraint(table: Any, name: str) -> str:
    for constraint in list(table.Definition.TableConstraints):
        identifier = constraint.ConstraintIdentifier
        if identifier is not None and str(identifier.Value).lower() == name.lower():
            table.Definition.TableConstraints.Remove(constraint)
            return ""
    for column in table.Definition.ColumnDefinitions:
        default = column.DefaultConstraint
        if default is not None and str(default.ConstraintIdentifier.Value).lower() == name.lower():
            column.DefaultConstraint = None
            return ""
    return MISSING.format("constraint", name)


def _written(statement: Any) -> str:
    stream = statement.ScriptTokenStream
    return "".join(str(stream[n].Text or "") for n in range(statement.FirstTokenIndex, statement.LastTokenIndex + 1))


def _as_create(text: str) -> str:
    """The compiler's model knows no CREATE OR ALTER."""
    words = text.split(None, 3)
    return f"create {words[3]}" if [w.lower() for w in words[:3]] == ["create", "or", "alter"] else text
