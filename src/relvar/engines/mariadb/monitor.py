"""What MariaDB tells of itself: status variables by information_schema, and the views of sys over the performance schema, which
operate/server.cnf switches on."""

from __future__ import annotations

from relvar.engines.innodb.monitor import Watch

STATUS = "(select variable_value from information_schema.global_status where variable_name = '{0}')"
MEASURES = {
    "replication_lag": "select coalesce(max(seconds_behind_master), 0) from information_schema.slave_status",
    "long_transaction": "select coalesce(max(timestampdiff(second, trx_started, now())), 0) from information_schema.innodb_trx",
    "lock_wait": "select coalesce(max(timestampdiff(second, trx_wait_started, now())), 0) from information_schema.innodb_trx"
    " where trx_state = 'LOCK WAIT'",
    "connection_use": f"select {STATUS.format('THREADS_CONNECTED')}",
    "cache_hit": f"select 1 - {STATUS.format('INNODB_BUFFER_POOL_READS')} / nullif({STATUS.format('INNODB_BUFFER_POOL_READ_REQUESTS')}, 0)",
    "disk_growth": "select sum(file_size) from information_schema.innodb_sys_tablespaces where name like concat(database(), '/%')",
    "identity_exhaustion": "select max(auto_increment_ratio) from sys.schema_auto_increment_columns"
    " where table_schema = database() and table_name = {name}",
    "slow_query": "select coalesce(max(avg_timer_wait) / 1e9, 0) from performance_schema.events_statements_summary_by_digest"
    " where schema_name = database()",
    "partition_horizon": "select count(*) from information_schema.partitions where table_schema = database() and table_name = {name}"
    " and partition_description <> 'MAXVALUE' and cast(trim(both '''' from partition_description) as datetime) > utc_timestamp()",
    "default_partition_rows": "select table_rows from information_schema.partitions where table_schema = database() and table_name = {name}"
    " and partition_description = 'MAXVALUE'",
    "log_size": f"select {STATUS.format('INNODB_CHECKPOINT_AGE')}",
}
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
