-- Upkeep by hand, one statement at a time. InnoDB does the daily work: these are for what operate/monitor.sql reports.

-- After a large load, and after every upgrade: statistics, by which the optimizer chooses among indexes.
analyze table comments, post_tags, posts;

-- A table is far larger than the specification computes for it: built anew while people read and write.
optimize table comments, post_tags, posts;

-- An index is said to be unused: hidden first, for a month; a hidden one comes back at once, a dropped one is built for hours.
-- alter table NAME alter index INDEX ignored;
