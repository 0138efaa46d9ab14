"""What is fetched for SQL Server: no server, for none may be had so, but Microsoft's own parser and schema compiler with a runtime.

They are a test tool and no part of relvar: the .NET runtime (MIT) and Python's bridge to it (MIT) are wheels of their own; the
compiler (DacFx and ScriptDom, under Microsoft's terms for them: use on your own machines, no passing on) lies within the wheel of an
old command line client, of which nothing else is kept. The runtime asks for OpenSSL 1.1 and ICU, which Debian's oldstable has.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

from relvar.engines.fetching import Recipe, StepFailed, debian, run
from relvar.engines.sqlserver.compiler.client import started
from relvar.errors import ServerUnavailable

WHEELS = ("mssql-cli==1.0.0", "dotnetcore2==3.1.23", "pythonnet==3.2.1", "clr-loader==0.3.1", "cffi>=1.17", "pycparser>=2.22")
ASSEMBLIES = "mssqlcli/mssqltoolsservice/bin/"
SUITE = "bullseye"
LIBRARIES = ("libssl1.1", "libicu67")
NAMES = ("libssl.so.*", "libcrypto.so.*", "libicu*.so.*")
REMEDY = "python -m relvar.engines.fetching sqlserver gets it on Debian for x86-64; or prove on a server of yours with --server sqlserver=mssql://..."
RUNTIME = {"runtimeOptions": {"tfm": "netcoreapp3.1", "framework": {"name": "Microsoft.NETCore.App", "version": "3.1.0"}}}


def _bring(tree: Path, work: Path) -> None:
    wheels = work / "wheels"
    run("download", [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(wheels), *WHEELS])
    for wheel in sorted(wheels.glob("*.whl")):
        _unpacked(wheel, tree)
    (tree / "python/dotnetcore2/bin/dotnet").chmod(0o755)
    (tree / "runtime.json").write_text(json.dumps(RUNTIME))
    _libraries(tree, work)


def _unpacked(wheel: Path, tree: Path) -> None:
    """A wheel as it is; of the client only its assemblies."""
    client = wheel.name.startswith("mssql_cli")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if not client:
                archive.extract(name, tree / "python")
            elif name.startswith(ASSEMBLIES) and name.endswith(".dll") and "/" not in name.removeprefix(ASSEMBLIES):
                target = tree / "assemblies" / Path(name).name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(archive.read(name))


def _libraries(tree: Path, work: Path) -> None:
    debian.unpacked(SUITE, LIBRARIES, work / "debian", work / "apt")
    place = tree / "lib"
    place.mkdir()
    for pattern in NAMES:
        for library in (work / "debian").rglob(pattern):
            if library.is_file():
                shutil.copy2(library.resolve(), place / library.name)
    if not list(place.glob("libicuuc.so.*")):
        raise StepFailed("unpack", "the packages hold no ICU")


def _version(tree: Path) -> str:
    try:
        with started(tree) as compiler:
            return compiler.version.rpartition("DacFx ")[2].split(",")[0]
    except ServerUnavailable as error:
        raise StepFailed("start", error.what) from error


RECIPE = Recipe(
    name="sqlserver",
    title="Microsoft's T-SQL parser and schema compiler",
    licence="ScriptDom and DacFx under Microsoft's terms, for use as a tool; .NET and pythonnet MIT",
    origin=f"PyPI and Debian's suite {SUITE}",
    megabytes=90,
    bring=_bring,
    version=_version,
    remedy=REMEDY,
)
