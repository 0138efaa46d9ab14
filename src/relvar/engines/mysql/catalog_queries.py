"""Questions to information_schema and the grant tables. Each gives rows (key of the fact, fact)."""

from __future__ import annotations

# Numbers for what is sorted by name elsewhere: tables in the order of their columns, keys in the order of their parts.
QUERIES = {
    "table": """select concat('table ', t.table_name), group_concat(c.column_name order by c.ordinal_position separator ', ')
from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
where t.table_schema = database() and t.table_type = 'BASE TABLE' group by t.table_name""",
    "options": """select concat('table ', table_name, ' options'), concat(engine, ' ', table_collation)
from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'""",
    "table comment": """select concat('table ', table_name, ' comment'), table_comment
from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'""",
    "column": """select concat('column ', table_name, '.', column_name), concat_ws(', ', replace(column_type, ' ', ''),
  nullif(collation_name, 'utf8mb4_0900_ai_ci'), if(is_nullable = 'NO', 'not null', 'null'),
  if(extra like '%%auto_increment%%', 'numbered', null),
  case when extra like '%%STORED GENERATED%%' then 'stored' when extra like '%%VIRTUAL GENERATED%%' then 'virtual' end)
from information_schema.columns join information_schema.tables t using (table_schema, table_name)
where table_schema = database() and t.table_type = 'BASE TABLE'""",
    "column comment": """select concat('column ', table_name, '.', column_name, ' comment'), column_comment
from information_schema.columns join information_schema.tables t using (table_schema, table_name)
where table_schema = database() and t.table_type = 'BASE TABLE' and column_comment <> ''""",
    "default": """select concat('column ', table_name, '.', column_name, ' default'), column_default
from information_schema.columns join information_schema.tables t using (table_schema, table_name)
where table_schema = database() and t.table_type = 'BASE TABLE' and column_default is not null""",
    "generated": """select concat('column ', table_name, '.', column_name, ' generated'), generation_expression
from information_schema.columns where table_schema = database() and generation_expression <> ''""",
    "key": """select concat('key ', table_name, '.', index_name), concat(if(max(non_unique), '', 'unique '), lower(max(index_type)), ' (',
  group_concat(concat(coalesce(column_name, concat('#', seq_in_index)), if(collation = 'D', ' desc', '')) order by seq_in_index separator ', '), ')',
  if(max(is_visible) = 'YES', '', ' invisible'))
from information_schema.statistics where table_schema = database() group by table_name, index_name""",
    "key comment": """select concat('key ', table_name, '.', index_name, ' comment'), max(index_comment)
from information_schema.statistics where table_schema = database() and index_comment <> '' group by table_name, index_name""",
    "key part": """select concat('key ', table_name, '.', index_name, ' part ', seq_in_index), expression
from information_schema.statistics where table_schema = database() and expression is not null""",
    "check": """select concat('check ', t.table_name, '.', t.constraint_name), concat(c.check_clause, if(t.enforced = 'YES', '', ' not enforced'))
from information_schema.table_constraints t join information_schema.check_constraints c using (constraint_schema, constraint_name)
where t.constraint_schema = database() and t.constraint_type = 'CHECK'""",
    "reference": """select concat('reference ', k.table_name, '.', k.constraint_name), concat(
  group_concat(k.column_name order by k.ordinal_position separator ', '), ' -> ', max(k.referenced_table_name), ' (',
  group_concat(k.referenced_column_name order by k.ordinal_position separator ', '), ') on delete ', lower(max(r.delete_rule)),
  ' on update ', lower(max(r.update_rule)))
from information_schema.key_column_usage k
join information_schema.referential_constraints r on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name
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
    "role": """select concat('role ', user), concat_ws(', ', if(account_locked = 'Y', 'locked', 'open'),
  nullif(concat('connections ', max_user_connections), 'connections 0'), nullif(concat('comment ', user_attributes ->> '$.metadata.comment'), ''))
from mysql.user where user in %(roles)s and host = '%%'""",
    "member": """select concat('role ', to_user, ' may act as'), group_concat(from_user order by cast(from_user as binary) separator ', ')
from mysql.role_edges where to_user in %(roles)s and from_user in %(roles)s group by to_user""",
    "server right": """select concat('server rights of ', user),
  lower(group_concat(p.privilege_type order by cast(p.privilege_type as binary) separator ', '))
from mysql.user join information_schema.user_privileges p on p.grantee = concat('''', user, '''@''%%''')
where user in %(roles)s and p.privilege_type <> 'USAGE' group by user""",
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
