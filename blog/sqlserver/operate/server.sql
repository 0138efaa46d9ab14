-- Settings of the server, by a member of sysadmin: sqlcmd -b -S SERVER -d master -i server.sql. It may run again.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

exec sys.sp_configure N'show advanced options', 1;

reconfigure;

-- Of 2,048 MB of this design's node
exec sys.sp_configure N'max server memory (MB)', 1024;

-- Short questions are not worth several threads; the default of 5 is of 1997
exec sys.sp_configure N'cost threshold for parallelism', 50;

-- A plan is kept once it is asked for twice
exec sys.sp_configure N'optimize for ad hoc workloads', 1;

exec sys.sp_configure N'backup compression default', 1;

exec sys.sp_configure N'backup checksum default', 1;

-- A way in when no other session gets through
exec sys.sp_configure N'remote admin connections', 1;

reconfigure;
go
