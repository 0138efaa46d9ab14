"""A server of our own begins with a copy of a data folder that is made once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from relvar.engines.fetching.places import TREES
from relvar.engines.postgresql.cluster import Cluster

MADE = "select system_identifier, array(select datname::text from pg_database where datname = 'left_over') from pg_control_system()"


def told(cluster: Cluster, *before: str) -> tuple[int, list[str]]:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        for text in before:
            connection.execute(text.encode())
        row = connection.execute(MADE).fetchone()
        assert row is not None
        return row[0], row[1]


def test_a_fresh_data_folder_is_made_once_and_nothing_is_left_in_it(server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(TREES, str(tmp_path))
    with closing(Cluster()) as first:
        one = told(first, "create database left_over")
    assert len(list(tmp_path.glob("fresh-postgresql-*"))) == 1
    with closing(Cluster()) as second:
        other = told(second)
    assert one[0] == other[0], "initdb gives each folder another number"
    assert (one[1], other[1]) == (["left_over"], [])
