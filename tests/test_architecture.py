"""The shape of the house holds: layers, the same files in every place, no engine's name in shared code, a page per judgement."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from relvar.engines import NAMES

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src/relvar"
SHARED = sorted(p for p in SOURCE.rglob("*.py") if "engines" not in p.relative_to(SOURCE).parts)
ENGINE_WORDS = re.compile(r"postgres|sqlite|mysql|mariadb|mongo|mssql|sqlserver", re.IGNORECASE)
MAY_NAME_ENGINES = {"cli.py", "api.py"}  # doors show names to people, and the default is one of them
NO_JUNK_DRAWERS = {"utils", "helpers", "core", "common", "services", "managers"}
# the reader's walk over clauses is one class that wants to be several; it is named until it is
KNOWN_LONG: set[str] = set()
LINES_AT_MOST = 450  # one purpose a file; the longest of good codebases' ordinary files stay below (architecture.md)


def test_layers() -> None:
    done = subprocess.run([str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_engine_has_the_same_files() -> None:
    def names(engine: str) -> set[str]:
        """Of its own folder, and of the one that it shares with another: a flavour has words of its own in `dialect.toml`."""
        folders = [SOURCE / "engines" / engine]
        folders += [SOURCE / "engines" / "innodb"] if (folders[0] / "dialect.toml").exists() else []
        return {p.name for folder in folders for p in folder.iterdir() if p.suffix in (".py", ".toml")}

    required = set.intersection(*(names(e) for e in NAMES))
    assert {
        "__init__.py",
        "features.toml",
        "types.py",
        "advise.py",
        "behaviours.py",
        "ddl.py",
        "query.py",
        "migrate.py",
        "access.py",
        "operate.py",
        "live.py",
    } <= required


@pytest.mark.parametrize("path", SHARED, ids=lambda p: str(p.relative_to(SOURCE)))
def test_shared_code_asks_no_engine_its_name(path: Path) -> None:
    if path.name in MAY_NAME_ENGINES:
        return
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            words = [c.value for c in ast.walk(node) if isinstance(c, ast.Constant) and isinstance(c.value, str)]
            assert not any(ENGINE_WORDS.search(w) for w in words), f"{path}:{node.lineno}"


def test_no_junk_drawers_and_no_god_files() -> None:
    for path in SOURCE.rglob("*"):
        assert path.stem not in NO_JUNK_DRAWERS, path
        if path.suffix == ".py":
            is_long = len(path.read_text().splitlines()) > LINES_AT_MOST
            assert is_long == (str(path.relative_to(SOURCE)) in KNOWN_LONG), f"{path} has more than one purpose, or no longer has"


def test_a_judgement_is_one_file_one_function_one_page() -> None:
    from relvar.plan.advisors import ADVISORS, OF_DOCUMENTS

    for advisor in (*ADVISORS, *OF_DOCUMENTS):
        module = sys.modules[advisor.__module__]
        assert advisor.__name__ == module.__name__.split(".")[-1]
        assert module.__doc__ and len(module.__doc__.split()) > 20, f"{advisor.__name__}: its docstring is the user's page"


def test_the_command_line_starts_fast_by_importing_little() -> None:
    """Heavy packages are lazy: --help must not load them (what makes it slow is imports, and those can be counted)."""
    script = "import sys, relvar.cli; relvar.cli._parser().format_help(); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"rich", "ruamel.yaml", "markdown_it", "psycopg", "msgspec", "pydantic_ai", "openai", "anthropic"} & set(loaded)
