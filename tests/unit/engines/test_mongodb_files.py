"""Files of MongoDB's operate and access folders: they are what their programs read, with this design's numbers, and hold no secret."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from relvar import api
from relvar.engines.mongodb.evaluator import faults
from relvar.engines.mongodb.operating.checks import questions
from relvar.engines.mongodb.operating.settings import cache_gigabytes
from relvar.engines.mongodb.securing.files import rights
from relvar.engines.mongodb.securing.privileges import read_by
from tests.cases.load import HERE

STORE = "mongodb/"


@cache
def files(case: str, *hosting: str) -> dict[str, str]:
    text, scale = ((HERE / case / name).read_text("utf-8") for name in ("brief.md", "scale.txt"))
    design = api.design(api.brief_of(text, ("mongodb",), hosting=hosting), scale.strip())
    return {a.path.removeprefix(STORE): a.text for a in api.artefacts(design) if a.path.startswith(STORE)}


@pytest.mark.parametrize("case", ["shop", "hospital"])
def test_scripts_are_scripts(case: str, tmp_path: Path) -> None:
    node, checked = shutil.which("node"), 0
    for path, text in files(case).items():
        if path.endswith(".sh"):
            subprocess.run(["bash", "-n"], input=text, text=True, check=True)
            checked += 1
        elif node and path.endswith(".js") and path.startswith(("access/", "operate/")):
            file = tmp_path / "script.mjs"
            file.write_text(text)
            subprocess.run([node, "--check", str(file)], check=True)
            checked += 1
    assert checked >= (8 if node else 5)


def test_no_file_holds_a_password_and_none_gives_one_in_an_argument() -> None:
    for path, text in files("shop").items():
        if path.startswith(("operate/", "access/")):
            assert not re.search(r"pwd: \"|--password|--uri|mongodb://[^/@ ]+:[^/@ ]+@", text), path
            for call in re.findall(r"^\s*mongo(?:dump|restore|sh) .*$", text, re.MULTILINE):
                assert "$MONGODB_URI" not in call, f"{path}: {call}"


def test_a_dump_holds_the_oplog_and_leaves_after_the_designs_term() -> None:
    text = files("shop")["operate/backup.sh"]
    assert "--oplog " in text and "-mtime +30 " in text and text.index("gzip --test") < text.index('mv "$file.part"')
    assert "--oplogReplay" not in files("shop")["operate/restore.sh"], "mongorestore takes no part of a dump with its oplog"
    assert "* * * * * " in files("shop")["operate/jobs.crontab"]


def test_the_cache_holds_what_is_hot() -> None:
    assert cache_gigabytes(0) == (1.0, 0.25)
    memory, cache_ = cache_gigabytes(6.1 * 2**30)
    assert (memory, cache_) == (16.0, 7.5)
    assert "cacheSizeGB: 7.50" in files("shop")["operate/mongod.conf"] and "authorization: enabled" in files("shop")["operate/mongod.conf"]


def test_a_hosts_machine_is_left_to_it() -> None:
    assert not {"operate/mongod.conf", "operate/backup.sh", "access/03_users.js"} & files("shop", "atlas").keys()
    assert "atlas customDbRoles create" in files("shop", "atlas")["access/02_roles.js"]
    assert "operate/monitor.js" in files("shop", "atlas")


def test_each_role_may_read_what_its_own_files_ask() -> None:
    given = rights(files("shop")["access/02_roles.js"])
    asked = [p for p in files("shop") if "_as_" in p]
    assert len(asked) == 2
    for path in asked:
        role = f"e_commerce_{path.rpartition('_as_')[2].removesuffix('.js')}"
        collection = re.search(r"db\.(\w+)\.aggregate", files("shop")[path])
        assert collection and "find" in given[role][collection[1]], path


def test_every_check_of_integrity_is_in_the_file_of_the_job() -> None:
    found = questions(files("shop")["operate/checks.js"])
    assert "order_lines_product_id_fk_found" in found
    assert read_by("orders", found["order_lines_product_id_fk_found"].arguments[0]) == ["orders", "products"]


def test_the_monitor_has_the_designs_own_numbers() -> None:
    text = files("shop")["operate/monitor.js"]
    alerts = re.findall(r"alert: (\"\w+\"), threshold: ([\d.]+)", text)
    names = [json.loads(name) for name, _ in alerts]
    assert len(names) == len(set(names)) and {"replication_lag", "connection_use", "cache_hit", "oplog_window"} <= set(names)


# --- encrypted fields ---

FOLDER = "access/encryption/"


def encrypted() -> tuple[dict[str, object], dict[str, Any]]:
    found = {name: json.loads(files("hospital")[f"{FOLDER}{name}.json"]) for name in ("queryable", "collections")}
    return found["queryable"], found["collections"]


def test_what_is_asked_by_equality_is_queryable_and_the_rest_is_not() -> None:
    queryable, made = encrypted()
    text = files("hospital")[f"{FOLDER}README.md"]
    by_path = {f"{c}.{f['path']}": f for c, found in made.items() for f in found["encryptedFields"]["fields"]}
    assert queryable == {c: found["encryptedFields"] for c, found in made.items()}
    for path, field in by_path.items():
        line = next(ln for ln in text.splitlines() if ln.startswith(f"| `{path}` |"))
        assert ("queries" in field) == ("by equality" in line)
    assert {"queries" in f for f in by_path.values()} == {True, False}


def test_an_encrypted_document_is_refused_by_the_design_and_taken_by_the_map() -> None:
    _, made = encrypted()
    for name, found in made.items():
        design = json.loads(files("hospital")[f"json/collections/{name}.json"])["options"]["validator"]["$jsonSchema"]
        document: dict[str, Any] = {f["path"]: {"$binary": {"base64": "AA==", "subType": "06"}} for f in found["encryptedFields"]["fields"]}
        document["__safeContent__"] = []
        wrong = {f.path for f in faults(design, document)}
        assert set(document) <= wrong, name
        assert not {f.path for f in faults(found["validator"]["$jsonSchema"], document)} & set(document), name
        paths = {path for index in found["indexes"] for path in index["key"]}
        assert not paths & set(document), f"{name}: an index on what the server cannot read"


def test_a_unique_key_that_is_encrypted_is_said_to_be_lost() -> None:
    text = files("hospital")[f"{FOLDER}README.md"]
    unique = [ln for ln in text.splitlines() if "_uq" in ln]
    assert unique and all("uniqueness (" in line for line in unique)


def test_own_rows_have_a_filter_for_each_collection_of_the_role() -> None:
    found = json.loads(files("shop")["access/row_filters.json"])["e_commerce_customer"]
    assert found["orders"] == {"begins": [{"$match": {"user_id": {"$parameter": "user_id"}}}], "whoAsks": ["user_id"]}


def test_a_value_of_an_array_is_held_to_what_its_column_is_held_to() -> None:
    """A list of words that lies in its owner has no row of its own, and the check of the row is the element's."""
    text = "A print shop keeps jobs. A job has a number, a title and several colours. About 1,000 jobs a year. We list the jobs with their colours."
    design = api.design(api.brief_of(text, ["mongodb"]))
    (inside,) = [e for c in design.physical["mongodb"].collections.values() for e in c.embedded.values() if e.scalar]
    made = json.loads(next(a.text for a in api.artefacts(design) if a.path == "mongodb/json/collections/jobs.json"))
    item = made["options"]["validator"]["$jsonSchema"]["properties"][inside.field]["items"]
    assert [bool(list(faults(item, value))) for value in ("red", "", "x" * 1_000)] == [False, True, True]
