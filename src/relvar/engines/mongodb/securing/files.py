"""access/: views, roles, users, what each question must be filtered by. Run by who administers users, not by who deploys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Rights, Script, Statement
from relvar.engines.hosting import at, lacks
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import Call, helped, read_script
from relvar.engines.mongodb.securing import views
from relvar.engines.mongodb.securing.privileges import Account, accounts
from relvar.engines.mongodb.text import comment, text
from relvar.model.design import Artefact, Design

ROLES, USERS = "access/02_roles.js", "access/03_users.js"
ROLES_HEAD = """Roles: what each may do, by collection; nothing by default. Run by whoever administers users, after 01_views.js and after every
migration. A role that is there is brought to what stands here: what somebody granted it by hand is taken back. No account is made here, see
03_users.js. A right is on whole documents: who may update one field may send an update of another, and the validator is what refuses it."""
AT_HOST = """At {host} roles and users are the project's, and these commands are refused: what stands here is made there, each action in capitals:
atlas customDbRoles create NAME --privilege FIND@DATABASE.COLLECTION,... --inheritedRole ROLE@DATABASE"""
USERS_HEAD = """Accounts, one for each role that logs in. No password is in a file: passwordPrompt() asks for it, so a person runs this, in
a shell of an administrator: mongosh "$MONGODB_URI" --file access/03_users.js
Instead of passwords: X.509, by createUser with the certificate's subject in the database $external, where the server has net.tls.CAFile.
LDAP and Kerberos are in the enterprise edition and at Atlas. `authenticationRestrictions` narrows an account to its machines."""
PURPOSE = {
    "migrator": "runs deploy/, access/01_views.js and migrations/: collections, indexes, validators, and documents that are rewritten",
    "monitor": "reads what the server says of itself (operate/monitor.js), and no document of the application",
    "backup": "reads everything for a copy (operate/backup.sh), changes nothing",
    "jobs": "the consumer of changes and the daily checks",
}


def access(design: Design, store: str) -> Iterator[Artefact]:
    physical = design.physical[store]
    shared = Store.of(physical)
    seen = views.script(physical)
    if seen is not None:
        yield Artefact(path=seen.path, text=text(seen))
    made = list(accounts(shared))
    if made:
        statements = tuple(_role(account) for account in made)
        host, own = at(physical), lacks(physical, "create_users")
        head = " ".join(ROLES_HEAD.split()) + (f"\n{' '.join(AT_HOST.format(host=host.title).split())}" if host is not None and own else "")
        yield Artefact(path=ROLES, text=text(Script(path=ROLES, head=head, statements=statements, transactional=False)))
        if not own:
            yield Artefact(path=USERS, text=_users(made))


def _role(account: Account) -> Statement:
    privileges: list[Any] = [{"collection": name, "actions": list(actions)} for name, actions in account.rights.items()]
    name = account.role.name
    call = Call("", "setRole", (name, privileges, list(account.inherits)))
    if account.cluster:
        whole = [p for p in account.cluster if p]
        call = Call("", "setClusterRole", (name, [*whole, *privileges], list(account.inherits)))
    return Statement(text=helped(call), because=_because(account), element=name)


def _because(account: Account) -> str:
    """What the role is for, and what asks for rights beyond its grants."""
    asked = {f"{action} on {name}: {why}" for name, actions in account.rights.items() for action, why in actions.items() if why != "granted"}
    more = sorted(a for a in asked if account.role.duty in ("application", "gateway", "jobs"))
    said = PURPOSE.get(account.role.duty, account.role.comment).rstrip(".")
    return f"{said[:1].upper()}{said[1:]}" + (f".\n{'; '.join(more)}" if more else "")


def _users(made: list[Account]) -> str:
    lines = [*comment(" ".join(USERS_HEAD.split())), ""]
    lines += [
        "const account = (user, role, there) => {",
        "  const at = there ? db.getSiblingDB(there) : db;",
        "  if (!at.getUser(user)) at.createUser({user, pwd: passwordPrompt(), roles: [{role, db: at.getName()}]});",
        "};",
        "",
    ]
    for account in made:
        if account.role.login:
            there = ', "admin"' if account.cluster else ""
            lines.append(f"account({json.dumps(account.role.name)}, {json.dumps(account.role.name)}{there});")
    return "\n".join(lines) + "\n"


def rights(text: str) -> Rights:
    """What a file of roles gives: role -> collection or view, "" for all of the database -> actions. Raises Unreadable."""
    found: Rights = {}
    for call in read_script(text):
        if call.method in ("setRole", "setClusterRole"):
            name, privileges, inherits = call.arguments
            here = [p for p in privileges if "collection" in p]
            found[name] = {p["collection"]: tuple(p["actions"]) for p in here} | ({"": tuple(inherits)} if inherits else {})
    return found
