-- Full-text indexes; the feature Full-Text Search must be installed with the server.
-- sqlcmd -b -S SERVER -d NAME -i 10_search.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- All words of this design; filled as rows change
create fulltext catalog app_words;

-- products whose name or description holds these words
create fulltext index on app.products (name language 1033)
key index products_pk on app_words with change_tracking auto;
go
