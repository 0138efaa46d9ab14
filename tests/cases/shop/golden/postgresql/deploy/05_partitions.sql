-- Default partitions and the partitions that lie ahead. ops.ensure_partitions() may run at any time, any number of
-- times.

begin;

set local role e_commerce_owner;

-- The net: without it a row of a month that nobody prepared would be refused
create table app.change_log_default partition of app.change_log default;
comment on table app.change_log_default is 'Rows of change_log for which no partition was ready; empty while upkeep runs';

create function ops.make_partitions(parent text, by_column text, step text, name_format text, past integer, ahead integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  this_step timestamp := date_trunc(step, now() at time zone 'utc');
  space text := split_part(parent, '.', 1);
  plain text := split_part(parent, '.', 2);
  columns text := (
    select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = parent::regclass and attnum > 0 and not attisdropped and attgenerated = '');
  lower_end text;
  upper_end text;
  child text;
  made integer := 0;
begin
  for n in -past .. ahead loop
    lower_end := to_char(this_step + n * ('1 ' || step)::interval, 'YYYY-MM-DD') || ' 00:00:00+00';
    upper_end := to_char(this_step + (n + 1) * ('1 ' || step)::interval, 'YYYY-MM-DD') || ' 00:00:00+00';
    child := left(plain, 50) || '_' || to_char(this_step + n * ('1 ' || step)::interval, name_format);
    continue when to_regclass(format('%I.%I', space, child)) is not null;
    execute format('create table %I.%I (like %s including defaults including constraints including generated)', space, child, parent);
    execute format('alter table %I.%I enable row level security', space, child);
    execute format('with strayed as (delete from %I.%I where %I >= %L and %I < %L returning %s) insert into %I.%I (%s) select * from strayed',
      space, plain || '_default', by_column, lower_end, by_column, upper_end, columns, space, child, columns);
    execute format('alter table %s attach partition %I.%I for values from (%L) to (%L)', parent, space, child, lower_end, upper_end);
    made := made + 1;
  end loop;
  return made;
end
$$;
comment on function ops.make_partitions(text, text, text, text, integer, integer) is 'Partitions of one table from `past` intervals ago to `ahead` intervals from now; returns how many it made';

create function ops.ensure_partitions() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  made integer := 0;
begin
  made := made + ops.make_partitions('app.change_log', 'changed_at', 'month', 'YYYY_MM', 0, 3);
  return made;
end
$$;
comment on function ops.ensure_partitions() is 'Makes what is missing of the partitions ahead; run it in every deploy and every day: a second run makes nothing';

do $do$ begin perform ops.ensure_partitions(); end $do$;

reset role;

commit;
