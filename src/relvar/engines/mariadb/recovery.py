"""Recovery of MariaDB: the settings are read by the server itself; an instant is the beginning of a second."""

from __future__ import annotations

import subprocess
import time

from relvar.engines.innodb.operate import SETTINGS
from relvar.engines.innodb.recovery import InnodbArchiving
from relvar.engines.mariadb.operate import LOG

SLACK_SECONDS = 0.02  # so that the clock of the server has turned too


class MariadbArchiving(InnodbArchiving):
    """See `base.Archiving`."""

    log = LOG
    newest_log = "show binlog status"

    def refused_settings(self) -> str:
        """With --help the server reads the whole file and stops at a name that it does not know; a wrong value is a warning."""
        path = self.cluster.folder / "designed.cnf"
        path.write_text(self.files[SETTINGS])
        options = [*self.cluster.programs.options, f"--datadir={self.cluster.folder / 'data'}", "--verbose", "--help", "--log-warnings=2"]
        if self.cluster.user:
            options.append(f"--user={self.cluster.user.pw_name}")
        command = [str(self.cluster.programs.server), f"--defaults-file={path}", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = [line for line in done.stderr.splitlines() if "[ERROR]" in line or "unknown" in line.lower() or "incorrect" in line.lower()]
        return "; ".join(said) if said or done.returncode else ""

    def instant(self) -> str:
        """The second that begins now."""
        time.sleep(1 - time.time() % 1 + SLACK_SECONDS)
        return str(self.server.asked("select utc_timestamp()"))

    def transaction(self) -> str:
        """The last transaction that was committed, by its GTID."""
        return str(self.server.asked("select @@gtid_binlog_pos"))
