"""Questions to the catalog of a SQL Server, by the views of Microsoft's reference ("System catalog views"). Nothing is written.

Each gives rows in the order of the words behind it. None was run on a server by relvar's own tests, for none can be had there: Microsoft's
parser has read them, and names of columns are those of the reference.
"""

from __future__ import annotations

from relvar.engines.sqlserver.catalog import KIND

OURS = "t.is_ms_shipped = 0 and t.temporal_type <> 1"  # the history of a table kept in versions is its own, and no table of the design
PLACE = "join sys.schemas as s on s.schema_id = t.schema_id"

# schema, table, history's schema, history, columns of the period, partition scheme, column that divides
TABLES = f"""select s.name, t.name, hs.name, h.name, pb.name, pe.name, ps.name, pc.name
from sys.tables as t {PLACE}
left join sys.tables as h on h.object_id = t.history_table_id left join sys.schemas as hs on hs.schema_id = h.schema_id
left join sys.periods as p on p.object_id = t.object_id
left join sys.columns as pb on pb.object_id = p.object_id and pb.column_id = p.start_column_id
left join sys.columns as pe on pe.object_id = p.object_id and pe.column_id = p.end_column_id
left join sys.indexes as i on i.object_id = t.object_id and i.index_id in (0, 1)
left join sys.partition_schemes as ps on ps.data_space_id = i.data_space_id
left join sys.index_columns as x on x.object_id = i.object_id and x.index_id = i.index_id and x.partition_ordinal = 1
left join sys.columns as pc on pc.object_id = x.object_id and pc.column_id = x.column_id
where {OURS} order by s.name, t.name"""

# schema, table, column, type, nullable, seed, step, name of the default, default, computed, persisted, collation, of a period (1 begin, 2 end),
# hidden, mask
COLUMNS = f"""select s.name, o.name, c.name, {KIND}, c.is_nullable, cast(n.seed_value as nvarchar(40)), cast(n.increment_value as nvarchar(40)),
  d.name, d.definition, k.definition, k.is_persisted,
  case when c.collation_name <> cast(databasepropertyex(db_name(), 'Collation') as nvarchar(128)) then c.collation_name end,
  c.generated_always_type, c.is_hidden, m.masking_function
from sys.columns as c join sys.tables as o on o.object_id = c.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.types as t on t.user_type_id = c.user_type_id
left join sys.identity_columns as n on n.object_id = c.object_id and n.column_id = c.column_id
left join sys.default_constraints as d on d.object_id = c.default_object_id
left join sys.computed_columns as k on k.object_id = c.object_id and k.column_id = c.column_id
left join sys.masked_columns as m on m.object_id = c.object_id and m.column_id = c.column_id
where o.is_ms_shipped = 0 and o.temporal_type <> 1 order by s.name, o.name, c.column_id"""

# schema, table, index, is a primary key, is a unique constraint, unique, kind (CLUSTERED ...), condition, disabled, column, descending, included
INDEXES = f"""select s.name, t.name, i.name, i.is_primary_key, i.is_unique_constraint, i.is_unique, i.type_desc, i.filter_definition, i.is_disabled,
  c.name, x.is_descending_key, x.is_included_column
from sys.indexes as i join sys.tables as t on t.object_id = i.object_id {PLACE}
join sys.index_columns as x on x.object_id = i.object_id and x.index_id = i.index_id
join sys.columns as c on c.object_id = x.object_id and c.column_id = x.column_id
where {OURS} and i.type in (1, 2, 5, 6) and (x.key_ordinal > 0 or x.is_included_column = 1)
order by s.name, t.name, i.is_primary_key desc, i.index_id, x.is_included_column, x.key_ordinal, x.index_column_id"""

# schema, table, constraint, condition, not trusted
CHECKS = f"""select s.name, t.name, k.name, k.definition, k.is_not_trusted
from sys.check_constraints as k join sys.tables as t on t.object_id = k.parent_object_id {PLACE} where {OURS} order by s.name, t.name, k.name"""

# schema, table, constraint, column, schema and table referred to, column there, action on delete, on update, not trusted
REFERENCES = f"""select s.name, t.name, k.name, c.name, r.name, p.name, d.name, k.delete_referential_action_desc,
  k.update_referential_action_desc, k.is_not_trusted
from sys.foreign_keys as k join sys.tables as t on t.object_id = k.parent_object_id {PLACE}
join sys.tables as p on p.object_id = k.referenced_object_id join sys.schemas as r on r.schema_id = p.schema_id
join sys.foreign_key_columns as x on x.constraint_object_id = k.object_id
join sys.columns as c on c.object_id = x.parent_object_id and c.column_id = x.parent_column_id
join sys.columns as d on d.object_id = x.referenced_object_id and d.column_id = x.referenced_column_id
where {OURS} order by s.name, t.name, k.name, x.constraint_column_id"""

# schema, table, key, column
FULLTEXT = f"""select s.name, t.name, i.name, c.name
from sys.fulltext_index_columns as x join sys.fulltext_indexes as f on f.object_id = x.object_id
join sys.tables as t on t.object_id = x.object_id {PLACE}
join sys.indexes as i on i.object_id = f.object_id and i.index_id = f.unique_index_id
join sys.columns as c on c.object_id = x.object_id and c.column_id = x.column_id where {OURS} order by s.name, t.name, x.column_id"""

# schema, table, column (none: of the table), text
COMMENTS = f"""select s.name, t.name, c.name, cast(e.value as nvarchar(3750))
from sys.extended_properties as e join sys.tables as t on t.object_id = e.major_id {PLACE}
left join sys.columns as c on c.object_id = e.major_id and c.column_id = e.minor_id
where e.class = 1 and e.name = N'MS_Description' and (e.minor_id = 0 or c.name is not null) and {OURS} order by s.name, t.name, e.minor_id"""

# text as it was written: views, triggers, functions, procedures
MODULES = """select m.definition from sys.sql_modules as m join sys.objects as o on o.object_id = m.object_id
where o.is_ms_shipped = 0 and m.definition is not null order by case o.type when 'FN' then 0 when 'IF' then 0 when 'TF' then 0 when 'V' then 1
  else 2 end, m.object_id"""

# schema, sequence, type, begin, step
SEQUENCES = f"""select s.name, t.name, type_name(t.user_type_id), cast(t.start_value as nvarchar(40)), cast(t.increment as nvarchar(40))
from sys.sequences as t {PLACE} where t.is_ms_shipped = 0 order by s.name, t.name"""

# number of the major version, edition
VERSION = "select cast(serverproperty('ProductMajorVersion') as int), cast(serverproperty('EngineEdition') as int)"

# whether the catalog shows all of the database to whoever asks, and not what is his alone (Metadata Visibility Configuration)
SEES = "select has_perms_by_name(db_name(), 'DATABASE', 'VIEW DEFINITION')"

# role or user, kind (R: a role), has no login
PRINCIPALS = """select p.name, p.type, case when p.type = 'S' and p.authentication_type = 0 then 1 else 0 end
from sys.database_principals as p where p.is_fixed_role = 0 and p.type in ('R', 'S', 'U', 'G', 'E', 'X')
  and p.name not in ('public', 'dbo', 'guest', 'sys', 'INFORMATION_SCHEMA') order by case p.type when 'R' then 1 else 0 end, p.name"""

# role, member
MEMBERS = """select r.name, p.name from sys.database_role_members as m
join sys.database_principals as r on r.principal_id = m.role_principal_id
join sys.database_principals as p on p.principal_id = m.member_principal_id where p.name <> 'dbo' order by r.name, p.name"""

# schema, owner; those of the system and of its fixed roles have numbers below 5 and from 16384 on
SCHEMAS = """select s.name, p.name from sys.schemas as s join sys.database_principals as p on p.principal_id = s.principal_id
where s.schema_id between 5 and 16383 order by s.name"""

# function, type, bounds belong to the right, type of the bound, bound
PARTITION_FUNCTIONS = f"""select f.name, {KIND}, f.boundary_value_on_right, b.base,
  case b.base when 'datetimeoffset' then convert(nvarchar(40), cast(v.value as datetimeoffset(7)), 121)
    when 'datetime2' then convert(nvarchar(40), cast(v.value as datetime2(7)), 121)
    when 'datetime' then convert(nvarchar(40), cast(v.value as datetime), 121)
    when 'date' then convert(nvarchar(40), cast(v.value as date), 23) else cast(v.value as nvarchar(4000)) end
from sys.partition_functions as f join sys.partition_parameters as c on c.function_id = f.function_id
join sys.types as t on t.user_type_id = c.user_type_id
left join sys.partition_range_values as v on v.function_id = f.function_id and v.parameter_id = c.parameter_id
outer apply (select cast(sql_variant_property(v.value, 'BaseType') as nvarchar(128)) as base) as b
order by f.name, v.boundary_id"""

# scheme, function, filegroup
PARTITION_SCHEMES = """select s.name, f.name, g.name from sys.partition_schemes as s
join sys.partition_functions as f on f.function_id = s.function_id
join sys.destination_data_spaces as d on d.partition_scheme_id = s.data_space_id
join sys.data_spaces as g on g.data_space_id = d.data_space_id order by s.name, d.destination_id"""

# schema, policy, enabled, bound to its schema, kind (FILTER, BLOCK), operation (none: of reading, or of all writes), predicate, schema, table
POLICIES = """select s.name, p.name, p.is_enabled, p.is_schema_bound, x.predicate_type_desc, x.operation_desc, x.predicate_definition, ts.name, t.name
from sys.security_policies as p join sys.schemas as s on s.schema_id = p.schema_id
join sys.security_predicates as x on x.object_id = p.object_id
join sys.objects as t on t.object_id = x.target_object_id join sys.schemas as ts on ts.schema_id = t.schema_id
order by s.name, p.name, x.security_predicate_id"""

# GRANT or DENY, permission, class (0 database, 1 object, 3 schema), schema, object, grantee, column; who may connect is not asked
GRANTS = """select p.state_desc, p.permission_name, p.class, coalesce(s.name, os.name), o.name, g.name, c.name
from sys.database_permissions as p join sys.database_principals as g on g.principal_id = p.grantee_principal_id
left join sys.objects as o on p.class = 1 and o.object_id = p.major_id left join sys.schemas as os on os.schema_id = o.schema_id
left join sys.schemas as s on p.class = 3 and s.schema_id = p.major_id
left join sys.columns as c on p.class = 1 and c.object_id = p.major_id and c.column_id = p.minor_id and p.minor_id > 0
where p.class in (0, 1, 3) and p.permission_name <> 'CONNECT' and g.name not in ('dbo', 'sys') and coalesce(o.is_ms_shipped, 0) = 0
  and (p.class <> 1 or o.name is not null)
order by p.state_desc, p.permission_name, p.class, os.name, o.name, s.name, g.name, p.minor_id"""
