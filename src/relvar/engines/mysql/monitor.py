"""What MySQL tells of itself: the performance schema, and the views of sys over it."""

from __future__ import annotations

from relvar.engines.innodb.monitor import Watch

STATUS = "(select variable_value from performance_schema.global_status where variable_name = '{0}')"
# measure -> a question with one number; {name} is the table's name as text.
MEASURES = {
    "replication_lag": "select coalesce(max(timestampdiff(microsecond, applying_transaction_original_commit_timestamp, utc_timestamp(6))) / 1e6, 0)"
    " from performance_schema.replication_applier_status_by_worker where applying_transaction <> ''",
    "long_transaction": "select coalesce(max(timestampdiff(second, trx_started, now())), 0) from information_schema.innodb_trx",
    "lock_wait": "select coalesce(max(timestampdiff(second, trx_wait_started, now())), 0) from information_schema.innodb_trx"
    " where trx_state = 'LOCK WAIT'",
    "connection_use": f"select {STATUS.format('Threads_connected')}",
    "cache_hit": f"select 1 - {STATUS.format('Innodb_buffer_pool_reads')} / nullif({STATUS.format('Innodb_buffer_pool_read_requests')}, 0)",
    "disk_growth": "select sum(file_size) from information_schema.innodb_tablespaces where name like concat(database(), '/%')",
    "identity_exhaustion": "select max(auto_increment_ratio) from sys.schema_auto_increment_columns"
    " where table_schema = database() and table_name = {name}",
    "slow_query": "select coalesce(max(avg_timer_wait) / 1e9, 0) from performance_schema.events_statements_summary_by_digest"
    " where schema_name = database()",
    "partition_horizon": "select count(*) from information_schema.partitions where table_schema = database() and table_name = {name}"
    " and partition_description <> 'MAXVALUE' and cast(trim(both '''' from partition_description) as datetime) > utc_timestamp()",
    "default_partition_rows": "select table_rows from information_schema.partitions where table_schema = database() and table_name = {name}"
    " and partition_description = 'MAXVALUE'",
    "log_size": f"select {STATUS.format('Innodb_redo_log_logical_size')}",
}
# What the server reports of itself, whatever the design; a row is worth a look.
REPORTS = {
    "Indexes that nobody asked since the server started; judge after a full month and on every replica": (
        "select object_name as table_name, index_name from sys.schema_unused_indexes where object_schema = database()"
    ),
    "Indexes that another makes superfluous": (
        "select table_name, redundant_index_name, dominant_index_name from sys.schema_redundant_indexes where table_schema = database()"
    ),
    "Who waits for whom": (
        "select waiting_pid, blocking_pid, wait_age_secs, locked_table, left(waiting_query, 80) as waiting_query from sys.innodb_lock_waits"
    ),
    "Statements by the time they cost in all": (
        "select left(query, 120) as query, exec_count, avg_latency, rows_examined_avg from sys.statement_analysis where db = database() limit 10"
    ),
}

WATCH = Watch(MEASURES, REPORTS)
