-- The author who signs in with this e-mail address.
-- 25 a day; wished within 100 ms. No index asked: authors is designed to hold 100 rows, below 1,000: it is read whole.
-- Run: mariadb -e "set @email = ...; source queries/author_by_email.sql"; a driver binds the values instead.

select authors.author_id, authors.created_at, authors.email, authors.display_name, authors.bio, authors.public_id
from authors
where lower(authors.email) = lower(@email);
