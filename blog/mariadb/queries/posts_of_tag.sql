-- Posts under a tag.
-- 493 a day; wished within 100 ms. Served by post_tags_tag_id_post_id_ix.
-- Run: mariadb -e "set @tag_id = ...; source queries/posts_of_tag.sql"; a driver binds the values instead.

select post_tags.post_id, post_tags.tag_id, posts.title
from post_tags
join posts on posts.post_id = post_tags.post_id
where post_tags.tag_id = @tag_id
order by post_tags.post_id
limit 20;
