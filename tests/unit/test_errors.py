"""Errors come back whole from another process."""

from __future__ import annotations

import pickle

import pytest

from relvar import errors


@pytest.mark.parametrize(
    "error",
    [
        errors.BriefError(what="the brief is empty", remedy="say what is to be kept"),
        errors.StatementFailed(what="refused", statement="SELECT 1", answer="no", remedy="ask again"),
    ],
)
def test_an_error_comes_back_from_another_process(error: errors.RelvarError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error) and vars(back) == vars(error) and str(back) == str(error)
