"""The other end of `client.py`: runs in a process of its own, for a .NET runtime once started never leaves the process it is in.

`python worker.py TOOLS` reads one JSON request a line from standard input and writes one JSON answer a line. Only the standard
library and what lies in TOOLS is imported, so that nothing of relvar's is needed here, nor anything of .NET in relvar.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

ASSEMBLIES = (
    "Microsoft.SqlServer.TransactSql.ScriptDom",
    "Microsoft.Data.Tools.Schema.Sql",
    "Microsoft.Data.Tools.Utilities",
    "Microsoft.SqlServer.Dac",
    "Microsoft.SqlServer.Dac.Extensions",
)


def start(tools: Path) -> None:
    """The .NET runtime with the assemblies of the compiler."""
    sys.path.insert(0, str(tools / "python"))
    from clr_loader import get_coreclr
    from pythonnet import set_runtime

    root = tools / "python/dotnetcore2/bin"
    set_runtime(get_coreclr(runtime_config=str(tools / "runtime.json"), dotnet_root=str(root)))
    import clr
    import System

    place = tools / "assemblies"

    def found(sender: Any, wanted: Any) -> Any:
        file = place / f"{wanted.Name.split(',')[0]}.dll"
        return System.Reflection.Assembly.LoadFrom(str(file)) if file.exists() else None

    System.AppDomain.CurrentDomain.AssemblyResolve += System.ResolveEventHandler(found)
    for name in ASSEMBLIES:
        clr.AddReference(str(place / f"{name}.dll"))


def main() -> None:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")  # nothing else may write among the answers
    os.dup2(2, 1)
    start(Path(sys.argv[1]))
    sys.path.insert(0, str(Path(__file__).parent))
    from database import Schema, version

    schemas: dict[str, Any] = {}
    print(json.dumps({"version": version()}), file=out, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = _answer(schemas, Schema, request)
        except Exception as error:  # the other end shows it as what the compiler says
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=out, flush=True)


def _answer(schemas: dict[str, Any], make: Any, request: dict[str, Any]) -> dict[str, Any]:
    name = request["schema"]
    if request["do"] == "forget":
        schemas.pop(name, None)
        return {}
    schema = schemas.setdefault(name, make())
    if request["do"] == "facts":
        return {"facts": schema.facts()}
    done = schema.tried if request["do"] == "try" else schema.run
    return {"faults": done(request["files"])}


if __name__ == "__main__":
    main()
