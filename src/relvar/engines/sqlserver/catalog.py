"""What the server reports of itself, as flat facts in the form of `expected.py`. Asked only of a server that somebody names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relvar.engines.sqlserver.live import SqlServerDatabase

OURS = "o.is_ms_shipped = 0 and objectproperty(o.object_id, 'IsMSShipped') = 0"
LENGTH = "case c.max_length when -1 then 'max' else cast(c.max_length / {0} as varchar(9)) end"
KIND = f"""case when t.name in ('nvarchar', 'nchar') then concat(t.name, '(', {LENGTH.format(2)}, ')')
  when t.name in ('varchar', 'char', 'varbinary', 'binary') then concat(t.name, '(', {LENGTH.format(1)}, ')')
  when t.name in ('decimal', 'numeric') then concat(t.name, '(', c.precision, ',', c.scale, ')')
  when t.name in ('datetimeoffset', 'datetime2', 'time') then concat(t.name, '(', c.scale, ')')
  when t.name = 'float' then concat('float(', c.precision, ')') when t.name = 'timestamp' then 'rowversion' else t.name end"""
# One question a kind of fact; each gives (key, value).
QUESTIONS = (
    f"""select concat('column ', s.name, '.', o.name, '.', c.name), case when c.is_computed = 1 then 'computed'
  else concat({KIND}, case c.is_nullable when 1 then ', null' else ', not null' end, case c.is_identity when 1 then ', identity' else '' end) end
from sys.columns as c join sys.objects as o on o.object_id = c.object_id and o.type = 'U' join sys.schemas as s on s.schema_id = o.schema_id
join sys.types as t on t.user_type_id = c.user_type_id where {OURS}""",
    f"""select concat('mask ', s.name, '.', o.name, '.', c.name), 'masked' from sys.masked_columns as c
join sys.objects as o on o.object_id = c.object_id join sys.schemas as s on s.schema_id = o.schema_id where {OURS} and c.is_masked = 1""",
    """select concat('default ', s.name, '.', d.name), concat(s.name, '.', o.name, '.', c.name) from sys.default_constraints as d
join sys.objects as o on o.object_id = d.parent_object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.columns as c on c.object_id = d.parent_object_id and c.column_id = d.parent_column_id""",
    """select concat('check ', s.name, '.', k.name), concat(s.name, '.', o.name) from sys.check_constraints as k
join sys.objects as o on o.object_id = k.parent_object_id join sys.schemas as s on s.schema_id = o.schema_id""",
    """select concat('key ', s.name, '.', k.name), concat(case k.type when 'PK' then 'primary ' else 'unique ' end, s.name, '.', o.name, ' (',
  string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by x.key_ordinal), ')')
from sys.key_constraints as k join sys.objects as o on o.object_id = k.parent_object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.index_columns as x on x.object_id = k.parent_object_id and x.index_id = k.unique_index_id and x.key_ordinal > 0
join sys.columns as c on c.object_id = x.object_id and c.column_id = x.column_id group by s.name, k.name, k.type, o.name""",
    """select concat('reference ', s.name, '.', k.name), concat(s.name, '.', o.name, ' (', string_agg(cast(c.name as nvarchar(max)), ', ')
  within group (order by x.constraint_column_id), ') -> ', r.name, '.', p.name, ' (', string_agg(cast(d.name as nvarchar(max)), ', ')
  within group (order by x.constraint_column_id), ') ',
  case k.delete_referential_action when 1 then 'Cascade' when 2 then 'SetNull' else 'NoAction' end)
from sys.foreign_keys as k join sys.objects as o on o.object_id = k.parent_object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.objects as p on p.object_id = k.referenced_object_id join sys.schemas as r on r.schema_id = p.schema_id
join sys.foreign_key_columns as x on x.constraint_object_id = k.object_id
join sys.columns as c on c.object_id = x.parent_object_id and c.column_id = x.parent_column_id
join sys.columns as d on d.object_id = x.referenced_object_id and d.column_id = x.referenced_column_id
group by s.name, k.name, o.name, r.name, p.name, k.delete_referential_action""",
    f"""select concat('index ', s.name, '.', o.name, '.', i.name), concat(case i.is_unique when 1 then 'unique ' else '' end, '(', k.parts, ')',
  case when n.carried is not null then concat(' include (', n.carried, ')') else '' end, case i.has_filter when 1 then ' filtered' else '' end)
from sys.indexes as i join sys.objects as o on o.object_id = i.object_id join sys.schemas as s on s.schema_id = o.schema_id
cross apply (select string_agg(cast(concat(c.name, case x.is_descending_key when 1 then ' desc' else '' end) as nvarchar(max)), ', ')
  within group (order by x.key_ordinal) as parts from sys.index_columns as x join sys.columns as c on c.object_id = x.object_id
  and c.column_id = x.column_id where x.object_id = i.object_id and x.index_id = i.index_id and x.key_ordinal > 0) as k
cross apply (select string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by c.name) as carried from sys.index_columns as x
  join sys.columns as c on c.object_id = x.object_id and c.column_id = x.column_id
  where x.object_id = i.object_id and x.index_id = i.index_id and x.is_included_column = 1) as n
where {OURS} and i.type in (1, 2) and i.is_primary_key = 0 and i.is_unique_constraint = 0""",
    f"""select concat('columnstore ', s.name, '.', o.name, '.', i.name),
  case i.type when 5 then 'all columns' else string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by x.index_column_id) end
from sys.indexes as i join sys.objects as o on o.object_id = i.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.index_columns as x on x.object_id = i.object_id and x.index_id = i.index_id
join sys.columns as c on c.object_id = x.object_id and c.column_id = x.column_id where {OURS} and i.type in (5, 6)
group by s.name, o.name, i.name, i.type""",
    """select concat('trigger ', s.name, '.', t.name), concat(s.name, '.', o.name, ' ',
  string_agg(lower(e.type_desc), ', ') within group (order by e.type_desc))
from sys.triggers as t join sys.objects as o on o.object_id = t.parent_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.trigger_events as e on e.object_id = t.object_id group by s.name, t.name, o.name""",
    f"""select concat(case o.type when 'P' then 'procedure ' when 'V' then 'view ' else 'policy ' end, s.name, '.', o.name),
  case o.type when 'P' then 'procedure' when 'V' then 'view' else 'policy' end
from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id where {OURS} and o.type in ('P', 'V', 'SP')""",
)  # fmt: skip


def inspect(database: SqlServerDatabase) -> dict[str, str]:
    found = {str(key): str(value) for question in QUESTIONS for key, value in database.rows(question)}
    return dict(sorted(found.items()))
