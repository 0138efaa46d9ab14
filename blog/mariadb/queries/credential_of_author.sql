-- An author's credential.
-- 10 a day; wished within 100 ms. No index asked: credentials is designed to hold 100 rows, below 1,000: it is read
-- whole.
-- Run: mariadb -e "set @author_id = ...; source queries/credential_of_author.sql"; a driver binds the values instead.

select credentials.author_id, credentials.changed_at
from credentials
where credentials.author_id = @author_id;
