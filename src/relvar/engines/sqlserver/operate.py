"""operate/: backup, point-in-time restore, upkeep of indexes and statistics, logins, settings of the server. No file holds a password.

The shell scripts call sqlcmd, which takes the server from SQLCMDSERVER, the account from SQLCMDUSER and SQLCMDPASSWORD.
"""

from __future__ import annotations

from relvar.engines.base import Script, Statement
from relvar.engines.hosting import lacks
from relvar.engines.hosting.scripts import host_files
from relvar.engines.sqlserver import monitor
from relvar.engines.sqlserver.encryption import encryption
from relvar.engines.sqlserver.jobs import has_agent, scheduled
from relvar.engines.sqlserver.objects import Parts
from relvar.engines.sqlserver.script import text
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical, Role
from relvar.model.topology import Backup, Topology

SHELL = "#!/usr/bin/env bash\nset -euo pipefail\n"
KEEP_DAYS = 14  # backups kept where no backup rule of the design says otherwise
LOG_MINUTES = 15  # between two backups of the log, where the design states no recovery point
# Below 1,000 pages an index's order matters to nobody; 5 and 30 percent are the manual's bounds of reorganize and rebuild.
SMALL_PAGES, REORGANIZE_AT, REBUILD_AT = 1_000, 5, 30
MIB = 1024**2


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    """The files, with the numbers of this design."""
    physical, topology = design.physical[store], design.topology.get(store)
    backup = topology.backup if topology else None
    copies = lacks(physical, "disk_backup")
    return (
        *(() if copies else (_shell("backup.sh", _backup(design, backup)), _shell("restore.sh", _restore(design)))),
        *host_files(physical, {}),
        *(() if lacks(physical, "server_settings") else (Artefact(path="operate/server.sql", text=_server(topology)),)),
        Artefact(path="operate/logins.sql", text=_logins(physical)),
        Artefact(path="operate/maintenance.sql", text=_maintenance(physical)),
        *monitor.monitor(design, store),
        *encryption(physical),
        Artefact(path="operate/jobs.crontab", text=_hosted_crontab(physical) if copies else _crontab(backup)),
    )


def _shell(name: str, body: str) -> Artefact:
    return Artefact(path=f"operate/{name}", text=SHELL + body, executable=True)


def _file(name: str, head: str, statements: tuple[Statement, ...]) -> str:
    return text(Script(path=f"operate/{name}", head=head, statements=statements, transactional=False))


def _backup(design: Design, backup: Backup | None) -> str:
    keep, name = backup.keep_days if backup else KEEP_DAYS, design.brief.project
    return f"""# usage: backup.sh full|diff|log FOLDER     FOLDER is on the server's machine, and its account may write there.
# Full copies begin a chain, diff holds what changed since, log makes every instant in between reachable. What is {keep} days old goes.
kind="${{1:?usage: backup.sh full|diff|log FOLDER}}"
folder="${{2:?usage: backup.sh full|diff|log FOLDER}}"
database="${{SQLCMDDBNAME:-{name}}}"
stamp="$(date -u +%Y%m%dT%H%M%SZ)"
file="$folder/${{database}}_${{kind}}_$stamp.$([ "$kind" = log ] && echo trn || echo bak)"
case "$kind" in
  full) what="backup database [$database] to disk = N'$file' with compression, checksum, init" ;;
  diff) what="backup database [$database] to disk = N'$file' with differential, compression, checksum, init" ;;
  log) what="backup log [$database] to disk = N'$file' with compression, checksum, init" ;;
  *) echo "backup.sh: $kind is none of full, diff, log" >&2; exit 2 ;;
esac
sqlcmd -b -d master -Q "$what"
# A copy that was never read is none.
sqlcmd -b -d master -Q "restore verifyonly from disk = N'$file' with checksum"
find "$folder" -maxdepth 1 -name "${{database}}_*" -mtime +{keep} -delete
echo "$file"
"""


def _restore(design: Design) -> str:
    return f"""# Restore to an instant into a new database: usage restore.sh DATABASE FOLDER 'YYYY-MM-DDThh:mm:ss' FULL [DIFF] LOG...
# FULL, DIFF and LOG are files of backup.sh in the order of their stamps; the last log is the first that ends after the instant.
database="${{1:?usage: restore.sh DATABASE FOLDER INSTANT FULL [DIFF] LOG...}}"
folder="${{2:?folder for the data files}}"
instant="${{3:?instant, by the clock of the server}}"
shift 3
if [ "$(sqlcmd -b -h -1 -W -d master -Q "set nocount on; select count(*) from sys.databases where name = N'$database'")" != 0 ]; then
  echo "restore.sh: $database exists; nothing is overwritten" >&2
  exit 1
fi
full="${{1:?the full copy}}"
shift
# Every file of the database moves to FOLDER under the new name.
moves="$(sqlcmd -b -h -1 -W -s '|' -d master -Q "set nocount on; restore filelistonly from disk = N'$full'" |
  awk -F '|' -v f="$folder" -v d="$database" '{{ gsub(/ +$/, "", $1); printf "move N'"'"'%s'"'"' to N'"'"'%s/%s_%s'"'"', ", $1, f, d, $1 }}')"
half() {{ sqlcmd -d master -Q "if db_id(N'$database') is not null drop database [$database]"; }}
trap half ERR
sqlcmd -b -d master -Q "restore database [$database] from disk = N'$full' with ${{moves}}checksum, norecovery"
for file in "$@"; do
  case "$file" in
    *.bak) sqlcmd -b -d master -Q "restore database [$database] from disk = N'$file' with checksum, norecovery" ;;
    *) sqlcmd -b -d master -Q "restore log [$database] from disk = N'$file' with checksum, norecovery, stopat = N'$instant'" ;;
  esac
done
sqlcmd -b -d master -Q "restore database [$database] with recovery"
trap - ERR
# The pages and what lies between them ({design.brief.project} has references from nearly every table).
sqlcmd -b -d "$database" -Q "dbcc checkdb with no_infomsgs"
echo "$database"
"""


def _server(topology: Topology | None) -> str:
    memory = topology.capacity.memory_bytes if topology else 0
    # All but 4 GiB, or a tenth, is left to the system (server-memory-server-configuration-options).
    most = int(max(memory / 2, memory - max(4 * 1024 * MIB, memory / 10)) / MIB) if memory else 0
    statements = [
        Statement(text="exec sys.sp_configure N'show advanced options', 1"),
        Statement(text="reconfigure"),
        *(
            [Statement(text=f"exec sys.sp_configure N'max server memory (MB)', {most}", because=f"Of {memory / MIB:,.0f} MB of this design's node")]
            if most
            else []
        ),
        Statement(
            text="exec sys.sp_configure N'cost threshold for parallelism', 50",
            because="Short questions are not worth several threads; the default of 5 is of 1997",
        ),
        Statement(text="exec sys.sp_configure N'optimize for ad hoc workloads', 1", because="A plan is kept once it is asked for twice"),
        Statement(text="exec sys.sp_configure N'backup compression default', 1"),
        Statement(text="exec sys.sp_configure N'backup checksum default', 1"),
        Statement(text="exec sys.sp_configure N'remote admin connections', 1", because="A way in when no other session gets through"),
        Statement(text="reconfigure"),
    ]
    return _file(
        "server.sql",
        "Settings of the server, by a member of sysadmin. It may run again.\nsqlcmd -b -S SERVER -d master -i server.sql",
        tuple(statements),
    )


def _logins(physical: Physical) -> str:
    """One login a role that people or programs log in as. The password is sqlcmd's variable, taken from the environment."""
    make = Parts(physical)
    statements: list[Statement] = []
    contained = lacks(physical, "server_logins")
    for role in physical.roles.values():
        if role.login and role.duty != "definer":
            statements += _user_of_database(make, role) if contained else _login(make, role)
    head = (
        "Logins and their users, each a member of its role. Passwords are variables of sqlcmd, which it takes from the environment: "
        "set each from the secret store in the calling shell, and never write one down.\nsqlcmd -b -S SERVER -d NAME -i logins.sql"
    )
    return _file("logins.sql", head, tuple(statements) or (Statement(text="print 'no role of this design logs in'"),))


def _login(make: Parts, role: Role) -> list[Statement]:
    login = f"{role.name}_login"
    made = f"if suser_id(N'{login}') is null\n  create login {make.writer.quote(login)}\n"
    made += f"    with password = N'$({role.name}_password)', check_policy = on"
    user = f"if user_id(N'{login}') is null\n  create user {make.writer.quote(login)} for login {make.writer.quote(login)}"
    return [Statement(text=made, because=role.comment), Statement(text=user), _member(make, role, login)]


def _user_of_database(make: Parts, role: Role) -> list[Statement]:
    """A contained user: it logs in to this database alone."""
    user = f"{role.name}_login"
    made = f"if user_id(N'{user}') is null\n  create user {make.writer.quote(user)} with password = N'$({role.name}_password)'"
    return [Statement(text=made, because=role.comment), _member(make, role, user)]


def _member(make: Parts, role: Role, user: str) -> Statement:
    return Statement(text=f"alter role {make.writer.quote(role.name)} add member {make.writer.quote(user)}")


def _maintenance(physical: Physical) -> str:
    """What a DBA runs at night: index upkeep by measured order, statistics of what has changed, a check of the pages."""
    rebuild = f"""declare @statements nvarchar(max) = (
  select string_agg(cast(concat('alter index ', quotename(i.name), ' on ', quotename(s.name), '.', quotename(o.name),
    case when f.avg_fragmentation_in_percent >= {REBUILD_AT} then ' rebuild' else ' reorganize' end,
    case when p.partitions > 1 then concat(' partition = ', f.partition_number) else '' end,
    case when f.avg_fragmentation_in_percent >= {REBUILD_AT} and cast(serverproperty('EngineEdition') as int) in (3, 5, 8)
      then ' with (online = on (wait_at_low_priority (max_duration = 1 minutes, abort_after_wait = self)))' else '' end,
    ';') as nvarchar(max)), char(10))
  from sys.dm_db_index_physical_stats(db_id(), null, null, null, 'limited') as f
  join sys.indexes as i on i.object_id = f.object_id and i.index_id = f.index_id
  join sys.objects as o on o.object_id = i.object_id
  join sys.schemas as s on s.schema_id = o.schema_id
  cross apply (select count(*) as partitions from sys.partitions as q where q.object_id = i.object_id and q.index_id = i.index_id) as p
  where f.page_count >= {SMALL_PAGES} and f.avg_fragmentation_in_percent >= {REORGANIZE_AT} and i.index_id > 0 and i.is_disabled = 0);
if @statements is not null exec sys.sp_executesql @statements"""
    statistics = """declare @statements nvarchar(max) = (
  select string_agg(cast(concat('update statistics ', quotename(s.name), '.', quotename(o.name),
    ' ', quotename(t.name), ';') as nvarchar(max)), char(10))
  from sys.stats as t
  join sys.objects as o on o.object_id = t.object_id and o.type = 'U'
  join sys.schemas as s on s.schema_id = o.schema_id
  cross apply sys.dm_db_stats_properties(t.object_id, t.stats_id) as p
  where p.modification_counter >= sqrt(1000.0 * p.rows));
if @statements is not null exec sys.sp_executesql @statements"""
    biggest = sorted((t for t in physical.tables.values() if t.rows), key=lambda t: -t.rows)[:3]
    names = ", ".join(f"{t.name} ({t.rows:,.0f} rows)" for t in biggest) or "none"
    statements = (
        Statement(
            text=rebuild,
            because=f"Order: reorganized from {REORGANIZE_AT} percent, rebuilt from {REBUILD_AT}, below {SMALL_PAGES:,} pages never. Long: {names}",
        ),
        Statement(
            text=statistics, because="Statistics of what has changed by the square root of 1,000 times its rows, as the optimizer itself counts it"
        ),
        Statement(
            text="dbcc checkdb with no_infomsgs, data_purity",
            because="Pages, rows and what lies between them; on a restored copy where the night is too short",
        ),
    )
    head = (
        "Upkeep, every night outside busy hours, after the backup. It may be stopped and run again.\nsqlcmd -b -S SERVER -d NAME -i maintenance.sql"
    )
    return _file("maintenance.sql", head, statements)


def _hosted_crontab(physical: Physical) -> str:
    """Copies are the host's; where it has no Agent, the design's jobs are called from here."""
    make = Parts(physical)
    lines = ["# For any machine that reaches the server. Set SQLCMDSERVER and SQLCMDDBNAME first; the account comes from the environment."]
    for key, command in scheduled(make) if not has_agent(physical) else ():
        every = physical.jobs[key].every_minutes
        when = f"*/{every} * * * *" if every < 60 else f"0 */{every // 60} * * *" if every < 1440 else "0 3 * * *"
        lines.append(f'{when}  sqlcmd -b -Q "{command}"')
    lines += ["30 2 * * *  sqlcmd -b -i maintenance.sql", "*/5 * * * *  sqlcmd -b -h -1 -i monitor.sql"]
    return "\n".join(lines) + "\n"


def _crontab(backup: Backup | None) -> str:
    every = backup.full_every_hours if backup else 24
    minutes = int(max(1, min(LOG_MINUTES, backup.rpo_minutes))) if backup else LOG_MINUTES  # what a lost machine loses
    return f"""# For a server on Linux, or any machine that reaches it; SQL Server Agent runs the design's own jobs (deploy/11_jobs.sql).
# Set FOLDER and SQLCMDSERVER first; the account comes from the environment.
0 {1 if every >= 24 else f"*/{max(1, every)}"} * * {"0" if every >= 168 else "*"}  /opt/relvar/operate/backup.sh full "$FOLDER"
0 */6 * * *  /opt/relvar/operate/backup.sh diff "$FOLDER"
*/{minutes} * * * *  /opt/relvar/operate/backup.sh log "$FOLDER"
30 2 * * *  sqlcmd -b -i /opt/relvar/operate/maintenance.sql
*/5 * * * *  sqlcmd -b -h -1 -i /opt/relvar/operate/monitor.sql
"""
