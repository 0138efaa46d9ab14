"""What the rules say of documents: each finds its bad example, run in MongoDB's own shell, and not its good one; a design of ours is clean."""

from __future__ import annotations

import re

import pytest

from relvar import api
from relvar.judge.catalogue import catalogue
from tests.live.mongodb.conftest import Shelled
from tests.live.mongodb.test_shell import scripts, together

NAME = "relvar_rules"
MARK = "db.relvar_test.insertOne({_id: 'mark'});"
RULES = [id_ for id_, (rule, _) in catalogue().items() if rule.theme == "documents"]
SHARDED = re.compile(r"sh\.shardCollection\((?P<said>.*?)\);")
# DocumentDB divides nothing: the shard key stands where a cluster's own configuration has it.
CONFIGURED = "((name, key) => db.getSiblingDB('config').collections.replaceOne({_id: name}, {_id: name, key: key}, {upsert: true}))(\\g<said>);"


def found(run: Shelled, script: str) -> set[str]:
    answer = run("db.dropDatabase(); db.getSiblingDB('config').dropDatabase();", SHARDED.sub(CONFIGURED, script), database=NAME)
    assert answer.code == 0, answer.said
    return {fault.rule for fault in api.judged(api.imported(run.url(NAME)))}


@pytest.mark.parametrize("id_", RULES)
def test_a_rule_finds_its_bad_example_and_not_its_good_one(run: Shelled, id_: str) -> None:
    rule = catalogue()[id_].rule
    assert id_ in found(run, rule.bad)
    assert id_ not in found(run, rule.good)


def test_what_relvar_designs_for_documents_it_does_not_blame(run: Shelled) -> None:
    files = scripts("hospital")
    collections = [text for path, text in sorted(files.items()) if path.startswith("deploy/0")]
    deployed = together(*collections, MARK, files["test/00_sample_data.js"]) + "\ndb.relvar_test.drop();"
    assert not found(run, deployed) & set(RULES)
