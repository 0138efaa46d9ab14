-- Posts under a tag.
-- 493 a day; wished within 100 ms. Served by post_tags_tag_id_post_id_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @tag_id bigint; -- a driver binds these
select top (20) post_tags.post_id, post_tags.tag_id, posts.title
from app.post_tags
join app.posts on posts.post_id = post_tags.post_id
where post_tags.tag_id = @tag_id
order by post_tags.post_id;
go
