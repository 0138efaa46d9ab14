-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.

-- Buyers with name masked
create definer = fish_auction_definer view buyers_masked as
select
  buyer_id,
  credit_limit,
  concat(left(name, 1), '.') as name
from buyers;
