"""The administrator of a host, on a server of our own: an account with the rights that the host's page lists, and no other.

The binary log is on, as it is where a host makes copies, and settings that only the host asks for are as operate/settings.sh sets them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from relvar.engines.innodb.address import Address
from relvar.model.hosting import Hosting

NAME = "relvar_host_admin"
LOGGED = {"log-bin": "binlog", "server-id": "1"}


def prepare(ask: Callable[[str], object], address: Address, hosting: Hosting) -> Address:
    """Makes the account by `ask`, which may do all; where and as whom it speaks."""
    made = address._replace(user=NAME, password=secrets.token_hex(16))
    ask(f"create user `{NAME}` identified by '{made.password}'")
    ask(f"grant {', '.join(hosting.administrator.rights)} on *.* to `{NAME}` with grant option")
    for name, added in hosting.settings.adds.items() if hosting.settings else ():
        ask(f"set global {name} = {added.value}")
    return made
