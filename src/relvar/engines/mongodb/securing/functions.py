"""What scripts of access are written with: each stands at the head of the scripts that need it."""

from __future__ import annotations

_BODY = (
    "  const within = ({collection, resource, actions}) => ({resource: resource ?? {db: db.getName(), collection}, actions});\n"
    "  const body = {privileges: privileges.map(within), roles: inherits.map((role) => ({role, db: there.getName()}))};\n"
    "  if (there.getRole(name)) there.updateRole(name, body); else there.createRole({role: name, ...body});\n"
)
ACCESS_HELPERS = {
    "setView(": (
        "const setView = (name, viewOn, pipeline) => {\n"
        "  const there = db.getCollectionInfos({name})[0];\n"
        '  if (there && there.type !== "view") throw new Error(`${name} is a collection`);\n'
        "  return there ? db.runCommand({collMod: name, viewOn, pipeline}) : db.createView(name, viewOn, pipeline);\n"
        "};"
    ),
    "setRole(": f"const setRole = (name, privileges, inherits, there = db) => {{\n{_BODY}}};",
    "setClusterRole(": (
        "// What is allowed on the server itself is a role of the admin database.\n"
        'const setClusterRole = (name, privileges, inherits) => setRole(name, privileges, inherits, db.getSiblingDB("admin"));'
    ),
}
ACCESS_CALLS = ("setView", "setRole", "setClusterRole")
