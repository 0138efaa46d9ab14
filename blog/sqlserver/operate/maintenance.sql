-- Upkeep, every night outside busy hours, after the backup: sqlcmd -b -S SERVER -d NAME -i maintenance.sql. It may be
-- stopped and run again.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- Order: reorganized from 5 percent, rebuilt from 30, below 1,000 pages never. Long: comments (119,994 rows), post_tags
-- (45,004 rows), posts (15,000 rows)
declare @statements nvarchar(max) = (
  select string_agg(cast(concat('alter index ', quotename(i.name), ' on ', quotename(s.name), '.', quotename(o.name),
    case when f.avg_fragmentation_in_percent >= 30 then ' rebuild' else ' reorganize' end,
    case when p.partitions > 1 then concat(' partition = ', f.partition_number) else '' end,
    case when f.avg_fragmentation_in_percent >= 30 and cast(serverproperty('EngineEdition') as int) in (3, 5, 8)
      then ' with (online = on (wait_at_low_priority (max_duration = 1 minutes, abort_after_wait = self)))' else '' end,
    ';') as nvarchar(max)), char(10))
  from sys.dm_db_index_physical_stats(db_id(), null, null, null, 'limited') as f
  join sys.indexes as i on i.object_id = f.object_id and i.index_id = f.index_id
  join sys.objects as o on o.object_id = i.object_id
  join sys.schemas as s on s.schema_id = o.schema_id
  cross apply (select count(*) as partitions from sys.partitions as q where q.object_id = i.object_id and q.index_id = i.index_id) as p
  where f.page_count >= 1000 and f.avg_fragmentation_in_percent >= 5 and i.index_id > 0 and i.is_disabled = 0);
if @statements is not null exec sys.sp_executesql @statements;

go

-- Statistics of what has changed by the square root of 1,000 times its rows, as the optimizer itself counts it
declare @statements nvarchar(max) = (
  select string_agg(cast(concat('update statistics ', quotename(s.name), '.', quotename(o.name),
    ' ', quotename(t.name), ';') as nvarchar(max)), char(10))
  from sys.stats as t
  join sys.objects as o on o.object_id = t.object_id and o.type = 'U'
  join sys.schemas as s on s.schema_id = o.schema_id
  cross apply sys.dm_db_stats_properties(t.object_id, t.stats_id) as p
  where p.modification_counter >= sqrt(1000.0 * p.rows));
if @statements is not null exec sys.sp_executesql @statements;

go

-- Pages, rows and what lies between them; on a restored copy where the night is too short
dbcc checkdb with no_infomsgs, data_purity;
go
