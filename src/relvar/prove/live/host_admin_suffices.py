"""At a host nobody is a superuser: the files that make the store, take it back and make it again run as its administrator.

The account has the rights that the host's page lists and no other, on a server of our own. Every other claim of this store is tried on
databases that the same account deployed to. Silent about a store on machines of one's own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.engines.hosting import at
from relvar.errors import StatementFailed
from relvar.model.design import Finding
from relvar.prove.live.context import Context, Skip
from relvar.prove.live.create_reverses import DOWN

CHECK = "host_admin_suffices"


def host_admin_suffices(context: Context) -> Iterator[Finding]:
    hosting = at(context.physical)
    if hosting is None:
        return
    database = context.server.database(context.design, context.store)
    try:
        account = database.deployed_by()
        if not account:
            raise Skip(f"the account that runs the files here may do all: what the administrator at {hosting.title} may was not tried")
        files = context.deploy()
        for path, text in [*files, (context.named(DOWN), context.files.get(context.named(DOWN), "")), *files]:
            start = time.perf_counter()
            try:
                database.apply(text)
            except StatementFailed as error:
                yield context.finding(CHECK, path, "refuted", f"{account} may not: {error.what}", statement=error.statement, since=start)
                return
        message = f"{len(files)} files ran, were taken back and ran again as {account}, as the administrator at {hosting.title} would"
        yield context.finding(CHECK, "deploy", "holds", message)
    finally:
        database.close()
