-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Buyers with name masked
create definer = fish_auction_definer view buyers_masked as
select
  buyer_id,
  credit_limit,
  concat(left(name, 1), '.') as name
from buyers;

-- Hall_masters with name masked
create definer = fish_auction_definer view hall_masters_masked as
select
  hall_master_id,
  concat(left(name, 1), '.') as name
from hall_masters;
