"""Recovery of MySQL: the settings are read by the server itself, copies need its clone plugin."""

from __future__ import annotations

import subprocess

from relvar.engines.innodb.operate import SETTINGS
from relvar.engines.innodb.recovery import InnodbArchiving
from relvar.engines.mysql.operate import LOG


class MysqlArchiving(InnodbArchiving):
    """See `base.Archiving`."""

    log = LOG
    copying = {"plugin-load-add": "mysql_clone.so"}
    newest_log = "show binary log status"

    def refused_settings(self) -> str:
        """The server's own reading of the whole file: it stops at a name or value that it does not know."""
        path = self.cluster.folder / "designed.cnf"
        path.write_text(self.files[SETTINGS])
        options = [*self.cluster.programs.options, f"--datadir={self.cluster.folder / 'data'}", f"--secure-file-priv={self.cluster.folder}"]
        if self.cluster.user:
            options.append(f"--user={self.cluster.user.pw_name}")
        command = [str(self.cluster.programs.server), f"--defaults-file={path}", *options, "--validate-config", "--log-error-verbosity=2"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = [line for line in done.stderr.splitlines() if "[ERROR]" in line or "unknown" in line.lower()]
        return "; ".join(said) if said or done.returncode else ""
