"""Names in letters of other alphabets are told in ASCII, and no two of them become one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvar.importing.lift.names import free
from relvar.model.letters import in_ascii, spelled
from relvar.plan.realize.names import Names, safe
from relvar.read.text.naming import identifier

NAME = re.compile(r"[a-z][a-z0-9_]*")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Straße", "strasse"),
        ("smørrebrød", "smorrebrod"),
        ("Łódź", "lodz"),
        ("Æther", "aether"),
        ("Þingvellir", "thingvellir"),
        ("İstanbul ırk", "istanbul_irk"),
        ("đường phố", "duong_pho"),
        ("ħ ŧ ɨ", "h_t_i"),  # by their names alone
        ("Όνομα πελάτη", "onoma_pelati"),
        ("Объём щита", "obyom_shchita"),
        ("订单 id", "x_8ba2_5355_id"),
        ("año", "ano"),
        ("🎉", "item"),
    ],
)
def test_names_keep_their_letters(name: str, wanted: str) -> None:
    assert safe(name) == wanted


@given(st.text())
def test_every_name_is_one_that_a_database_takes(text: str) -> None:
    assert NAME.fullmatch(safe(text)) and NAME.fullmatch(identifier((text,)))
    assert all(sign.isascii() or not sign.isalpha() for sign in spelled(text))


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_stays(text: str) -> None:
    assert in_ascii(text) == spelled(text) == text


def test_names_that_are_spelled_alike_stay_apart() -> None:
    alike = ["Größe", "grosse", "GROSSE", "große"]
    names, columns, tables, taken = Names(), set[str](), set[str](), set[str]()
    for name in alike:
        columns.add(names.column(name, set(columns)))
        tables.add(names.table(name))
        free(safe(name), taken)
    assert columns == tables == taken == {"grosse", "grosse_2", "grosse_3", "grosse_4"}
