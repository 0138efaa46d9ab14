-- A post's post tags.
-- 49 a day; wished within 100 ms. Served by post_tags_pk.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @post_id bigint; -- a driver binds these
select post_tags.post_id, post_tags.tag_id
from app.post_tags
where post_tags.post_id = @post_id;
go
