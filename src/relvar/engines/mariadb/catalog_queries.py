"""Questions to information_schema and the grant tables. Each gives rows (key of the fact, fact).

A display width ("bigint(20)") says nothing and is left out; `restrict` and `no action` are one in InnoDB;
`json` is a longtext whose check asks for JSON, and is told as json.
"""

from __future__ import annotations

BASE = "t.table_schema = database() and t.table_type = 'BASE TABLE'"
KIND = "replace(regexp_replace(c.column_type, '^(smallint|int|bigint)\\\\([0-9]+\\\\)', '\\\\1'), ' ', '')"
JSON = """exists (select 1 from information_schema.check_constraints k where k.constraint_schema = c.table_schema and k.table_name = c.table_name
  and k.level = 'Column' and k.constraint_name = c.column_name and k.check_clause like 'json_valid%%')"""
COLUMNS = "information_schema.columns c join information_schema.tables t using (table_schema, table_name)"
QUERIES = {
    "table": f"""select concat('table ', t.table_name), group_concat(c.column_name order by c.ordinal_position separator ', ')
from {COLUMNS} where {BASE} and c.extra not like '%%INVISIBLE%%' group by t.table_name""",
    "options": f"""select concat('table ', t.table_name, ' options'), concat(t.engine, ' ', t.table_collation)
from information_schema.tables t where {BASE}""",
    "table comment": f"""select concat('table ', t.table_name, ' comment'), t.table_comment from information_schema.tables t where {BASE}""",
    "column": f"""select concat('column ', c.table_name, '.', c.column_name),
  if({JSON}, concat('json, ', if(c.is_nullable = 'NO', 'not null', 'null')),
  concat_ws(', ', {KIND}, nullif(c.collation_name, 'utf8mb4_uca1400_nopad_ai_ci'), if(c.is_nullable = 'NO', 'not null', 'null'),
  if(c.extra like '%%auto_increment%%', 'numbered', null),
  case when c.extra like '%%STORED GENERATED%%' then 'stored' when c.extra like '%%VIRTUAL GENERATED%%' then 'virtual' end,
  if(c.extra like '%%INVISIBLE%%', 'hidden', null)))
from {COLUMNS} where {BASE}""",
    "column comment": f"""select concat('column ', c.table_name, '.', c.column_name, ' comment'), c.column_comment
from {COLUMNS} where {BASE} and c.column_comment <> ''""",
    "default": f"""select concat('column ', c.table_name, '.', c.column_name, ' default'), c.column_default
from {COLUMNS} where {BASE} and coalesce(c.column_default, 'NULL') <> 'NULL'""",
    "generated": f"""select concat('column ', c.table_name, '.', c.column_name, ' generated'), c.generation_expression
from {COLUMNS} where {BASE} and coalesce(c.generation_expression, '') <> ''""",
    "key": """select concat('key ', table_name, '.', index_name), concat(if(max(non_unique), '', 'unique '), lower(max(index_type)), ' (',
  group_concat(concat(column_name, if(collation = 'D', ' desc', '')) order by seq_in_index separator ', '), ')',
  if(max(ignored) = 'NO', '', ' invisible'))
from information_schema.statistics where table_schema = database() group by table_name, index_name""",
    "key comment": """select concat('key ', table_name, '.', index_name, ' comment'), max(index_comment)
from information_schema.statistics where table_schema = database() and index_comment <> '' group by table_name, index_name""",
    "check": """select concat('check ', c.table_name, '.', c.constraint_name), c.check_clause
from information_schema.check_constraints c where c.constraint_schema = database() and c.level = 'Table'""",
    "reference": """select concat('reference ', k.table_name, '.', k.constraint_name), concat(
  group_concat(k.column_name order by k.ordinal_position separator ', '), ' -> ', max(k.referenced_table_name), ' (',
  group_concat(k.referenced_column_name order by k.ordinal_position separator ', '), ') on delete ', lower(max(r.delete_rule)),
  ' on update ', replace(lower(max(r.update_rule)), 'restrict', 'no action'))
from information_schema.key_column_usage k
join information_schema.referential_constraints r on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name
  and r.table_name = k.table_name
where k.constraint_schema = database() and k.referenced_table_name is not null group by k.table_name, k.constraint_name""",
    "partitions": """select distinct concat('table ', table_name, ' partitions'),
  lower(concat(partition_method, ' ', replace(partition_expression, '`', '')))
from information_schema.partitions where table_schema = database() and partition_name is not null""",
    "view": """select concat('view ', table_name), concat('by ', definer, ', ', lower(security_type))
from information_schema.views where table_schema = database()""",
    "view body": """select concat('view ', table_name, ' body'), replace(view_definition, concat('`', database(), '`.'), '')
from information_schema.views where table_schema = database()""",
    "trigger": """select concat('trigger ', trigger_name),
  lower(concat(action_timing, ' ', event_manipulation, ' on ', event_object_table, ' by ', definer))
from information_schema.triggers where trigger_schema = database()""",
    "trigger body": """select concat('trigger ', trigger_name, ' body'), action_statement
from information_schema.triggers where trigger_schema = database()""",
    "routine": """select concat(lower(routine_type), ' ', routine_name), concat('by ', definer, ', ', lower(security_type))
from information_schema.routines where routine_schema = database()""",
    "routine body": """select concat(lower(routine_type), ' ', routine_name, ' body'), routine_definition
from information_schema.routines where routine_schema = database()""",
    "routine comment": """select concat(lower(routine_type), ' ', routine_name, ' comment'), routine_comment
from information_schema.routines where routine_schema = database() and routine_comment <> ''""",
    "event": """select concat('event ', event_name), concat(lower(status), ', every ', interval_value, ' ', lower(interval_field), ', by ', definer,
  ': ', event_definition) from information_schema.events where event_schema = database()""",
    "role": """select concat('role ', user), if(json_value(priv, '$.is_role'), 'role', concat_ws(', ',
  if(json_value(priv, '$.account_locked'), 'locked', 'open'), concat('connections ', nullif(json_value(priv, '$.max_user_connections'), 0)),
  concat('statement seconds ', trim(trailing '.' from trim(trailing '0' from nullif(json_value(priv, '$.max_statement_time'), 0))))))
from mysql.global_priv where user in %(roles)s and host in ('', '%%')""",
    "member": """select concat('role ', user, ' may act as'), group_concat(role order by cast(role as binary) separator ', ')
from mysql.roles_mapping where user in %(roles)s and role in %(roles)s group by user""",
    "server right": """select concat('server rights of ', substring_index(substr(grantee, 2), '''', 1)),
  lower(group_concat(privilege_type order by cast(privilege_type as binary) separator ', '))
from information_schema.user_privileges where substring_index(substr(grantee, 2), '''', 1) in %(roles)s
  and privilege_type <> 'USAGE' group by grantee""",
    "schema right": """select concat('database rights of ', substring_index(substr(grantee, 2), '''', 1)),
  lower(group_concat(privilege_type order by cast(privilege_type as binary) separator ', '))
from information_schema.schema_privileges where table_schema = database()
  and substring_index(substr(grantee, 2), '''', 1) in %(roles)s group by grantee""",
    "other schema": """select concat('rights of ', substring_index(substr(grantee, 2), '''', 1), ' on ', table_schema),
  lower(group_concat(privilege_type order by cast(privilege_type as binary) separator ', '))
from information_schema.schema_privileges where table_schema in ('performance_schema', 'sys', 'mysql')
  and substring_index(substr(grantee, 2), '''', 1) in %(roles)s group by grantee, table_schema""",
    "grant": """select concat('grant ', table_name, ' to ', user), lower(group_concat(granted order by cast(granted as binary) separator ', ')) from (
  select table_name, substring_index(substr(grantee, 2), '''', 1) as user, privilege_type as granted
  from information_schema.table_privileges where table_schema = database()
  union all
  select table_name, substring_index(substr(grantee, 2), '''', 1),
    concat(privilege_type, ' (', group_concat(column_name order by cast(column_name as binary) separator ' '), ')')
  from information_schema.column_privileges where table_schema = database() group by table_name, grantee, privilege_type) as g
where user in %(roles)s group by table_name, user""",
    "execute": """select concat('execute ', routine_name, ' to ', user), proc_priv from mysql.procs_priv
where db = database() and user in %(roles)s""",
}
