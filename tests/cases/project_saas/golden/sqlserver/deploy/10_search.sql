-- Full-text indexes; the feature Full-Text Search must be installed with the server.
-- sqlcmd -b -S SERVER -d NAME -i 10_search.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- All words of this design; filled as rows change
create fulltext catalog app_words;

-- A full-text index asks for a key of one column
create unique nonclustered index tasks_search_key on app.tasks (task_id);

-- tasks whose title holds these words
create fulltext index on app.tasks (title language 1033)
key index tasks_search_key on app_words with change_tracking auto;
go
