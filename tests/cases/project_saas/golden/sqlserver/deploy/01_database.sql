-- Settings of the database: versions of rows for readers, the optimizer's level, what Query Store keeps. It may run
-- again.
-- sqlcmd -b -S SERVER -d NAME -i 01_database.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- The database is made by the operator, with words compared without regard to case: create database NAME collate
-- Latin1_General_100_CI_AS_SC
if cast(databasepropertyex(db_name(), 'Collation') as nvarchar(128)) <> 'Latin1_General_100_CI_AS_SC'
  throw 50003, 'the database must have the collation Latin1_General_100_CI_AS_SC', 1;

-- Readers see versions and wait for nobody; every rule of this design relies on it
alter database current set read_committed_snapshot on with rollback immediate;

-- For reports that read one instant over several statements
alter database current set allow_snapshot_isolation on;

-- The optimizer of 2019, on 2022 as well, until Query Store has the plans to compare with
alter database current set compatibility_level = 150;

-- A page that the disk has changed is found when it is read
alter database current set page_verify checksum;

-- The log is kept until it is backed up: else there is no point in time to go back to
alter database current set recovery full;
alter database current set auto_create_statistics on;
alter database current set auto_update_statistics on;

-- A question does not wait for the statistics it has found old
alter database current set auto_update_statistics_async on;

-- Shrinking breaks every index into pieces and grows again
alter database current set auto_shrink off;
alter database current set auto_close off;

-- Keeps the plans of what is asked often: a plan that got worse is seen and may be forced back
alter database current set query_store = on (operation_mode = read_write, query_capture_mode = auto, max_storage_size_mb = 1000, size_based_cleanup_mode = auto);
go
