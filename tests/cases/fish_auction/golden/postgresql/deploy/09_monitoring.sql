-- What an exporter reads: views that hold on PostgreSQL 13 to 18. Most show rows only when somebody should look.

begin;

set local role fish_auction_owner;

create view ops.table_size as
select s.schemaname as schema_name, s.relname as table_name, s.n_live_tup as rows,
  pg_total_relation_size(s.relid) as bytes, pg_relation_size(s.relid) as heap_bytes, pg_indexes_size(s.relid) as index_bytes
from pg_catalog.pg_stat_user_tables s;
comment on view ops.table_size is 'Growth: plotted against the capacity table of the specification';

create view ops.cache_hits as
select datname, round(blks_hit::numeric / nullif(blks_hit + blks_read, 0), 4) as hit_ratio, deadlocks, temp_bytes
from pg_catalog.pg_stat_database where datname = current_database();
comment on view ops.cache_hits is 'Below 0.99 for an hour: the hot rows no longer fit in memory';

create view ops.unused_index as
select s.schemaname as schema_name, s.relname as table_name, s.indexrelname as index_name, pg_relation_size(s.indexrelid) as bytes
from pg_catalog.pg_stat_user_indexes s join pg_catalog.pg_index i on i.indexrelid = s.indexrelid
where s.idx_scan = 0 and not i.indisunique and not i.indisexclusion and pg_relation_size(s.indexrelid) > 10485760;
comment on view ops.unused_index is 'Indexes that nobody asked since the statistics were reset; judge after a full month and on every replica';

create view ops.broken_object as
select 'invalid index' as fault, i.indexrelid::regclass::text as object
from pg_catalog.pg_index i where not i.indisvalid
union all
select 'constraint not validated', c.conrelid::regclass || '.' || c.conname
from pg_catalog.pg_constraint c where not c.convalidated and c.conrelid <> 0
union all
select 'row rules not forced', r.oid::regclass::text
from pg_catalog.pg_class r
where exists (select from pg_catalog.pg_policy p where p.polrelid = r.oid) and not (r.relrowsecurity and r.relforcerowsecurity);
comment on view ops.broken_object is 'What a failed concurrent build, an unfinished migration or a careless ALTER leaves behind';

create view ops.vacuum_behind as
select schemaname as schema_name, relname as table_name, n_dead_tup, n_live_tup, last_autovacuum, last_autoanalyze
from pg_catalog.pg_stat_user_tables where n_dead_tup > 2 * (50 + 0.2 * n_live_tup);
comment on view ops.vacuum_behind is 'Bloat in the making: dead rows beyond twice what autovacuum waits for';

create view ops.wraparound as
select datname, age(datfrozenxid) as xid_age, mxid_age(datminmxid) as mxid_age
from pg_catalog.pg_database where age(datfrozenxid) > 500000000 or mxid_age(datminmxid) > 500000000;
comment on view ops.wraparound is 'A quarter of the way to the stop at two thousand million transactions';

create view ops.long_transaction as
select pid, usename, state, now() - xact_start as age, left(query, 80) as query
from pg_catalog.pg_stat_activity
where xact_start < now() - interval '1 minute' and backend_type = 'client backend';
comment on view ops.long_transaction is 'A transaction of minutes holds row locks and keeps vacuum from cleaning';

create view ops.lock_wait as
select w.pid, w.usename, now() - w.state_change as waited, pg_blocking_pids(w.pid) as blocked_by, left(w.query, 80) as query
from pg_catalog.pg_stat_activity w where cardinality(pg_blocking_pids(w.pid)) > 0;
comment on view ops.lock_wait is 'Who waits for whom';

create view ops.archive_behind as
select last_archived_time, failed_count, last_failed_time
from pg_catalog.pg_stat_archiver
where current_setting('archive_mode') <> 'off' and coalesce(last_archived_time, '-infinity') < now() - interval '5 minutes';
comment on view ops.archive_behind is 'The log is not archived: what is lost in a disaster grows by the minute';

create view ops.replica_behind as
select application_name, state, replay_lag, pg_wal_lsn_diff(sent_lsn, replay_lsn) as bytes_behind
from pg_catalog.pg_stat_replication where replay_lag > interval '30 seconds';
comment on view ops.replica_behind is 'A replica that is late answers with old rows';

create view ops.identity_headroom as
select schemaname as schema_name, sequencename as sequence_name, last_value, max_value
from pg_catalog.pg_sequences where last_value > max_value / 2;
comment on view ops.identity_headroom is 'Numbers that are half used up';

create view ops.slow_statement as
select s.queryid, s.calls, round(s.mean_exec_time::numeric, 2) as mean_ms, round(s.total_exec_time::numeric, 0) as total_ms,
  s.rows, s.shared_blks_hit, s.shared_blks_read, left(s.query, 200) as query
from public.pg_stat_statements s
where s.dbid = (select oid from pg_catalog.pg_database where datname = current_database())
order by s.total_exec_time desc;
comment on view ops.slow_statement is 'Statements by the time they cost in all; needs pg_stat_statements in shared_preload_libraries';

create view ops.alert as
select alert, measured, threshold, case when below then measured < threshold else measured > threshold end as fires, because
from (
  select 'dead_row_ratio_lot' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.lots'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '5,000 of 6.4 million lots updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'audit_growth_change_log' as alert, (select sum(n_tup_ins) / greatest(extract(epoch from now() - pg_postmaster_start_time()) / 86400, 1) from pg_catalog.pg_stat_user_tables where relid in (select relid from pg_partition_tree('app.change_log'::regclass)))::numeric as measured, 0.5576705779 as threshold,
    false as below, '0.45 entries a day × 1.25: more entries than computed: a loop or a bulk change' as because
  union all
  select 'slow_query_dutch_clock_of_hall_master' as alert, (select max(mean_exec_time) from public.pg_stat_statements where dbid = (select oid from pg_catalog.pg_database where datname = current_database()))::numeric as measured, 500 as threshold,
    false as below, '“a hall master''s dutch clocks”, 80 a day: 100 ms × 5: the mean time is several promises' as because
  union all
  select 'archive_age' as alert, (select extract(epoch from now() - last_archived_time) from pg_catalog.pg_stat_archiver)::numeric as measured, 180 as threshold,
    false as below, '2 min may be lost × 1.5: what is not archived is lost with the node' as because
  union all
  select 'disk_growth' as alert, (select pg_database_size(current_database()))::numeric as measured, 826950706.1 as threshold,
    false as below, '661.6 MB after 7 years × 1.25; 258.9 kB a day: a quarter above the computed size: not the load that was stated' as because
  union all
  select 'long_transaction' as alert, (select coalesce(max(extract(epoch from now() - xact_start)), 0) from pg_catalog.pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())::numeric as measured, 100 as threshold,
    false as below, '100 ms × 1,000: forgotten work that holds back the clearing of dead rows' as because
  union all
  select 'lock_wait' as alert, (select coalesce(max(extract(epoch from now() - state_change)), 0) from pg_catalog.pg_stat_activity where wait_event_type = 'Lock')::numeric as measured, 2 as threshold,
    false as below, '100 ms × 20: somebody has waited for twenty promises' as because
  union all
  select 'connection_use' as alert, (select count(*) from pg_catalog.pg_stat_activity where backend_type = 'client backend')::numeric as measured, 26 as threshold,
    false as below, '32 connections × 0.8: four fifths of the roles'' limits together are in use' as because
  union all
  select 'cache_hit' as alert, (select blks_hit::numeric / nullif(blks_hit + blks_read, 0) from pg_catalog.pg_stat_database where datname = current_database())::numeric as measured, 0.99 as threshold,
    true as below, '649.9 MB hot, 2.1 GB memory: a hundredth of page reads goes to disk, though the hot rows should fit' as because
  union all
  select 'xid_age' as alert, (select max(age(datfrozenxid)) from pg_catalog.pg_database)::numeric as measured, 500000000 as threshold,
    false as below, '0.35 writes/s: 45 years to 500 million: a quarter of the transaction numbers are used and freezing is behind' as because
  union all
  select 'unused_index' as alert, (select coalesce(max(bytes), 0) from ops.unused_index)::numeric as measured, 100000000 as threshold,
    false as below, '172.7 MB of indexes: nobody reads it and every write pays for it' as because
  union all
  select 'invalid_index' as alert, (select count(*) from pg_catalog.pg_index where not indisvalid)::numeric as measured, 0 as threshold,
    false as below, 'a build that failed: an index build failed half way: it is written and never read' as because
) as a;
comment on view ops.alert is 'The alerts of the specification: what is measured, from when somebody is called, and why';

grant usage on schema ops to fish_auction_monitor;

grant select on ops.table_size, ops.cache_hits, ops.unused_index, ops.broken_object, ops.vacuum_behind,
  ops.wraparound, ops.long_transaction, ops.lock_wait, ops.archive_behind, ops.replica_behind, ops.identity_headroom,
  ops.slow_statement, ops.alert to fish_auction_monitor;

grant select on app.catches, app.boats, app.dutch_clocks, app.hall_masters, app.lots, app.bids, app.buyers, app.sales
  to fish_auction_definer;

reset role;

set local role fish_auction_definer;

create view ops.failed_checks as
select 'catches_boat_id_fk_found' as check_name, 'each catches row finds its boats' as says, count(*) as rows
from (
  select catches.catch_id, catches.boat_id
  from app.catches
  where not exists (select 1 from app.boats parent where parent.boat_id = catches.boat_id)
) as wrong
having count(*) > 0
union all
select 'dutch_clocks_hall_master_id_fk_found' as check_name, 'each dutch_clocks row finds its hall_masters' as says, count(*) as rows
from (
  select dutch_clocks.dutch_clock_id, dutch_clocks.hall_master_id
  from app.dutch_clocks
  where not exists (select 1 from app.hall_masters parent where parent.hall_master_id = dutch_clocks.hall_master_id)
) as wrong
having count(*) > 0
union all
select 'dutch_clocks_lot_id_fk_found' as check_name, 'each dutch_clocks row finds its lots' as says, count(*) as rows
from (
  select dutch_clocks.dutch_clock_id, dutch_clocks.lot_id
  from app.dutch_clocks
  where not exists (select 1 from app.lots parent where parent.lot_id = dutch_clocks.lot_id)
) as wrong
having count(*) > 0
union all
select 'bids_buyer_id_fk_found' as check_name, 'each bids row finds its buyers' as says, count(*) as rows
from (
  select bids.bid_id, bids.buyer_id
  from app.bids
  where not exists (select 1 from app.buyers parent where parent.buyer_id = bids.buyer_id)
) as wrong
having count(*) > 0
union all
select 'bids_lot_id_fk_found' as check_name, 'each bids row finds its lots' as says, count(*) as rows
from (
  select bids.bid_id, bids.lot_id
  from app.bids
  where not exists (select 1 from app.lots parent where parent.lot_id = bids.lot_id)
) as wrong
having count(*) > 0
union all
select 'bids_dutch_clock_id_fk_found' as check_name, 'each bids row finds its dutch_clocks' as says, count(*) as rows
from (
  select bids.bid_id, bids.dutch_clock_id
  from app.bids
  where not exists (select 1 from app.dutch_clocks parent where parent.dutch_clock_id = bids.dutch_clock_id)
) as wrong
having count(*) > 0
union all
select 'sales_lot_id_fk_found' as check_name, 'each sales row finds its lots' as says, count(*) as rows
from (
  select sales.sale_id, sales.lot_id
  from app.sales
  where not exists (select 1 from app.lots parent where parent.lot_id = sales.lot_id)
) as wrong
having count(*) > 0
union all
select 'sales_buyer_id_fk_found' as check_name, 'each sales row finds its buyers' as says, count(*) as rows
from (
  select sales.sale_id, sales.buyer_id
  from app.sales
  where not exists (select 1 from app.buyers parent where parent.buyer_id = sales.buyer_id)
) as wrong
having count(*) > 0;
comment on view ops.failed_checks is 'Integrity checks that find rows; each says what is wrong';

grant select on ops.failed_checks to fish_auction_monitor;

grant select on ops.failed_checks to fish_auction_jobs;

reset role;

commit;
