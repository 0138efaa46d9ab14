-- What an exporter reads: views that hold on PostgreSQL 13 to 18. Most show rows only when somebody should look.

begin;

set local role e_commerce_owner;

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

create view ops.partition_horizon as
select p.parent, p.wanted, count(c.oid) as ahead
from (values ('app.change_log', 'month', 3)) as p (parent, step, wanted)
left join pg_catalog.pg_inherits i on i.inhparent = p.parent::regclass
left join pg_catalog.pg_class c on c.oid = i.inhrelid and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
  and (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\)'))[1]::timestamptz > now()
group by p.parent, p.wanted
having count(c.oid) < p.wanted;
comment on view ops.partition_horizon is 'Too few partitions lie ahead: ops.ensure_partitions() did not run';

create view ops.default_partition as
select 'app.change_log_default' as table_name, count(*) as rows from app.change_log_default having count(*) > 0;
comment on view ops.default_partition is 'Rows for which no partition was ready';

create view ops.alert as
select alert, measured, threshold, case when below then measured < threshold else measured > threshold end as fires, because
from (
  select 'partition_horizon_change_log' as alert, (select count(*) from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid where i.inhparent = 'app.change_log'::regclass and (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\)'))[1]::timestamptz > now())::numeric as measured, 2 as threshold,
    true as below, '3 months of change_log made ahead: the job that makes partitions did not run' as because
  union all
  select 'default_partition_rows_change_log' as alert, (select count(*) from app.change_log_default)::numeric as measured, 0 as threshold,
    false as below, 'change_log outside every month: a row found no partition of its own' as because
  union all
  select 'dead_row_ratio_user' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.users'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '274 of 2.0 million users updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'dead_row_ratio_product' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.products'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '132 of 40,002 products updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'dead_row_ratio_order' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.orders'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '200,000 of 91.2 million orders updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'dead_row_ratio_credential' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.credentials'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '164 of 2.0 million credentials updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'dead_row_ratio_address' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.addresses'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '71 of 2.6 million addresses updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'dead_row_ratio_order_line' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.order_lines'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '13,000 of 237.2 million order_lines updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'dead_row_ratio_payment' as alert, (select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = 'app.payments'::regclass)::numeric as measured, 0.3 as threshold,
    false as below, '110,000 of 100.4 million payments updated a day: updates leave dead versions faster than they are cleared' as because
  union all
  select 'audit_growth_change_log' as alert, (select sum(n_tup_ins) / greatest(extract(epoch from now() - pg_postmaster_start_time()) / 86400, 1) from pg_catalog.pg_stat_user_tables where relid in (select relid from pg_partition_tree('app.change_log'::regclass)))::numeric as measured, 209057.5912 as threshold,
    false as below, '167,246 entries a day × 1.25: more entries than computed: a loop or a bulk change' as because
  union all
  select 'slow_query_product_page' as alert, (select max(mean_exec_time) from public.pg_stat_statements where dbid = (select oid from pg_catalog.pg_database where datname = current_database()))::numeric as measured, 500 as threshold,
    false as below, '“a product''s page by its article number”, 1.5 million a day: 100 ms × 5: the mean time is several promises' as because
  union all
  select 'archive_age' as alert, (select extract(epoch from now() - last_archived_time) from pg_catalog.pg_stat_archiver)::numeric as measured, 180 as threshold,
    false as below, '2 min may be lost × 1.5: what is not archived is lost with the node' as because
  union all
  select 'disk_growth' as alert, (select pg_database_size(current_database()))::numeric as measured, 1.804936916e+11 as threshold,
    false as below, '144.4 GB after 5 years × 1.25; 93.3 MB a day: a quarter above the computed size: not the load that was stated' as because
  union all
  select 'long_transaction' as alert, (select coalesce(max(extract(epoch from now() - xact_start)), 0) from pg_catalog.pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())::numeric as measured, 100 as threshold,
    false as below, '100 ms × 1,000: forgotten work that holds back the clearing of dead rows' as because
  union all
  select 'lock_wait' as alert, (select coalesce(max(extract(epoch from now() - state_change)), 0) from pg_catalog.pg_stat_activity where wait_event_type = 'Lock')::numeric as measured, 2 as threshold,
    false as below, '100 ms × 20: somebody has waited for twenty promises' as because
  union all
  select 'connection_use' as alert, (select count(*) from pg_catalog.pg_stat_activity where backend_type = 'client backend')::numeric as measured, 32 as threshold,
    false as below, '40 connections × 0.8: four fifths of the roles'' limits together are in use' as because
  union all
  select 'cache_hit' as alert, (select blks_hit::numeric / nullif(blks_hit + blks_read, 0) from pg_catalog.pg_stat_database where datname = current_database())::numeric as measured, 0.99 as threshold,
    true as below, '3.3 GB hot, 8.6 GB memory: a hundredth of page reads goes to disk, though the hot rows should fit' as because
  union all
  select 'xid_age' as alert, (select max(age(datfrozenxid)) from pg_catalog.pg_database)::numeric as measured, 500000000 as threshold,
    false as below, '34 writes/s: 172 days to 500 million: a quarter of the transaction numbers are used and freezing is behind' as because
  union all
  select 'unused_index' as alert, (select coalesce(max(bytes), 0) from ops.unused_index)::numeric as measured, 100000000 as threshold,
    false as below, '65.6 GB of indexes: nobody reads it and every write pays for it' as because
  union all
  select 'invalid_index' as alert, (select count(*) from pg_catalog.pg_index where not indisvalid)::numeric as measured, 0 as threshold,
    false as below, 'a build that failed: an index build failed half way: it is written and never read' as because
) as a;
comment on view ops.alert is 'The alerts of the specification: what is measured, from when somebody is called, and why';

grant usage on schema ops to e_commerce_monitor;

grant select on ops.table_size, ops.cache_hits, ops.unused_index, ops.broken_object, ops.vacuum_behind,
  ops.wraparound, ops.long_transaction, ops.lock_wait, ops.archive_behind, ops.replica_behind, ops.identity_headroom,
  ops.slow_statement, ops.partition_horizon, ops.default_partition, ops.alert to e_commerce_monitor;

grant select on app.orders, app.order_lines, app.stocks, app.payments, app.products, app.categories, app.users,
  app.credentials, app.addresses to e_commerce_definer;

reset role;

set local role e_commerce_definer;

create view ops.failed_checks as
select 'order_total_holds' as check_name, 'total of each of the orders is the sum over its order_lines' as says, count(*) as rows
from (
  select orders.order_id, orders.total, coalesce(sum(order_lines.quantity * order_lines.unit_price), 0) as summed
  from app.orders
  left join app.order_lines on order_lines.order_id = orders.order_id
  group by orders.order_id, orders.total
  having orders.total <> coalesce(sum(order_lines.quantity * order_lines.unit_price), 0)
) as wrong
having count(*) > 0
union all
select 'stock_never_negative_holds' as check_name, 'on_hand of stocks is not below zero, whatever order_lines took from it' as says, count(*) as rows
from (
  select stocks.product_id, stocks.on_hand
  from app.stocks
  where stocks.on_hand < 0
) as wrong
having count(*) > 0
union all
select 'orders_idempotency_key_once' as check_name, 'one request, one of the orders' as says, count(*) as rows
from (
  select orders.order_id, orders.idempotency_key
  from app.orders
  where exists (select 1 from app.orders other where other.idempotency_key = orders.idempotency_key and other.order_id <> orders.order_id)
) as wrong
having count(*) > 0
union all
select 'payments_provider_reference_once' as check_name, 'one request, one of the payments' as says, count(*) as rows
from (
  select payments.payment_id, payments.provider_reference
  from app.payments
  where exists (select 1 from app.payments other where other.provider_reference = payments.provider_reference and other.payment_id <> payments.payment_id)
) as wrong
having count(*) > 0
union all
select 'products_category_id_fk_found' as check_name, 'each products row finds its categories' as says, count(*) as rows
from (
  select products.product_id, products.category_id
  from app.products
  where products.category_id is not null
    and not exists (select 1 from app.categories parent where parent.category_id = products.category_id)
) as wrong
having count(*) > 0
union all
select 'orders_user_id_fk_found' as check_name, 'each orders row finds its users' as says, count(*) as rows
from (
  select orders.order_id, orders.user_id
  from app.orders
  where not exists (select 1 from app.users parent where parent.user_id = orders.user_id)
) as wrong
having count(*) > 0
union all
select 'credentials_user_id_fk_found' as check_name, 'each credentials row finds its users' as says, count(*) as rows
from (
  select credentials.user_id
  from app.credentials
  where not exists (select 1 from app.users parent where parent.user_id = credentials.user_id)
) as wrong
having count(*) > 0
union all
select 'addresses_user_id_fk_found' as check_name, 'each addresses row finds its users' as says, count(*) as rows
from (
  select addresses.address_id, addresses.user_id
  from app.addresses
  where not exists (select 1 from app.users parent where parent.user_id = addresses.user_id)
) as wrong
having count(*) > 0
union all
select 'stocks_product_id_fk_found' as check_name, 'each stocks row finds its products' as says, count(*) as rows
from (
  select stocks.product_id
  from app.stocks
  where not exists (select 1 from app.products parent where parent.product_id = stocks.product_id)
) as wrong
having count(*) > 0
union all
select 'order_lines_order_id_fk_found' as check_name, 'each order_lines row finds its orders' as says, count(*) as rows
from (
  select order_lines.order_id, order_lines.line_number
  from app.order_lines
  where not exists (select 1 from app.orders parent where parent.order_id = order_lines.order_id)
) as wrong
having count(*) > 0
union all
select 'order_lines_product_id_fk_found' as check_name, 'each order_lines row finds its products' as says, count(*) as rows
from (
  select order_lines.order_id, order_lines.line_number, order_lines.product_id
  from app.order_lines
  where not exists (select 1 from app.products parent where parent.product_id = order_lines.product_id)
) as wrong
having count(*) > 0
union all
select 'payments_order_id_fk_found' as check_name, 'each payments row finds its orders' as says, count(*) as rows
from (
  select payments.payment_id, payments.order_id
  from app.payments
  where not exists (select 1 from app.orders parent where parent.order_id = payments.order_id)
) as wrong
having count(*) > 0;
comment on view ops.failed_checks is 'Integrity checks that find rows; each says what is wrong';

grant select on ops.failed_checks to e_commerce_monitor;

grant select on ops.failed_checks to e_commerce_jobs;

reset role;

commit;
