"""Use cases as files: a function of mongosh each, and the same as values for programs.

Every write of a use case is acknowledged by the majority and journaled: what was promised survives a failover. A transaction reads one
snapshot. A single write is repeated by the driver itself (retryWrites) after a lost connection, once, and never done twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.expressions import Inexpressible
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import MINUS, PARAMETER, PRESENT, Call, written
from relvar.engines.mongodb.use_case_helpers import FIRST_PAUSE_MS, TRIES
from relvar.engines.mongodb.use_cases.steps import Step, UseCase, use_case
from relvar.model.design import Artefact
from relvar.model.figures import listed
from relvar.model.physical import Physical
from relvar.model.query import Transaction

ACKNOWLEDGED: dict[str, Any] = {"w": "majority", "j": True}
SNAPSHOT = "snapshot"


def path_of(id_: str) -> str:
    return f"queries/transaction_{id_}.js"


def scripts(physical: Physical) -> Iterator[Script]:
    store = Store.of(physical)
    return (script(store, id_, transaction) for id_, transaction in physical.transactions.items())


def script(store: Store, id_: str, transaction: Transaction, without: tuple[str, ...] = ()) -> Script:
    """The use case as a function; `without`: rules and constraints that are left unguarded, to prove what they are for."""
    try:
        found = use_case(store, transaction, without)
    except Inexpressible as reason:
        head = f"{_title(transaction)}: the application writes this one, for no single call says {reason}."
        return Script(path=path_of(id_), head=head, statements=(), transactional=False)
    body = f"const {function_name(id_)} = {_signature(found)} => {_body(found)}"
    return Script(path=path_of(id_), head=_head(transaction, found), statements=(Statement(text=body, element=id_),), transactional=False)


def function_name(id_: str) -> str:
    first, *rest = id_.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _title(transaction: Transaction) -> str:
    return f"{transaction.name[:1].upper()}{transaction.name[1:]}: {transaction.invariant}"


def _head(transaction: Transaction, found: UseCase) -> str:
    lines = [_title(transaction)]
    if found.is_transaction:
        lines.append(
            f"A transaction, for {len({s.call.on for s in found.steps})} collections or several steps must agree. After TransientTransactionError "
            f"the whole of it again, at most {TRIES} times, pausing {FIRST_PAUSE_MS} ms doubled give or take half."
        )
    else:
        lines.append("One write of one document, which is atomic: no transaction. The driver repeats it once after a lost connection (retryWrites).")
    if any(s.kind == "over" for s in found.steps):
        lines.append("Where the document is full it is marked first, then the row is written apart: a mark with nothing behind it is no error.")
    if found.once:
        lines.append(f"{listed(list(found.once))}: the same sent again is found done and changes nothing.")
    if any(s.kind in ("changed", "none") for s in found.steps):
        lines.append("gaveWay: somebody was first, or there is not enough; read again and ask the user.")
    return "\n".join(lines)


def _signature(found: UseCase) -> str:
    names = parameters([s.call.arguments for s in found.steps])
    said = [f"{n} = {found.made[n]}()" if n in found.made else n for n in names]
    return f"({{{', '.join(said)}}})"


def parameters(value: Any) -> list[str]:
    """Names that the caller gives, in order of first mention."""
    if isinstance(value, dict):
        if len(value) == 1 and (name := value.get(PARAMETER, value.get(MINUS))) is not None:
            return [name]
        value = list(value.values())
    if isinstance(value, list | tuple):
        return list(dict.fromkeys(name for one in value for name in parameters(one)))
    return []


def _body(found: UseCase) -> str:
    if found.is_transaction:
        lines = "".join(f"  {_indented(_step(s))};\n" for s in found.steps)
        work = f"inTransaction((db) => {{\n{lines}}})"
    else:
        lines = "".join(f"  {_indented(_step(_acknowledged(s)))};\n" for s in found.steps)
        work = f"{{\n{lines}}}"
        if found.once:
            work = f"() => {work}"
    return f"once({json.dumps(list(found.once))}, {work if work.startswith('()') else '() => ' + work})" if found.once else work


def _acknowledged(step: Step) -> Step:
    return step._replace(call=Call(step.call.on, step.call.method, (*step.call.arguments, {"writeConcern": ACKNOWLEDGED})))


def _step(step: Step) -> str:
    call = written(step.call)
    if step.kind == "room":
        return f"const room = fits({call})"
    if step.kind == "over":
        return f"unless(room, () => {call})"
    return call if step.kind == "write" else f"{step.kind}({call}, {json.dumps(step.says)})"


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


# --- as values ---


def as_json(physical: Physical) -> Iterator[Artefact]:
    store = Store.of(physical)
    for id_, transaction in physical.transactions.items():
        try:
            found = use_case(store, transaction)
        except Inexpressible:
            continue
        yield Artefact(path=f"json/transactions/{id_}.json", text=json.dumps(_whole(transaction, found), indent=2, ensure_ascii=False) + "\n")


def _whole(transaction: Transaction, found: UseCase) -> dict[str, Any]:
    names = parameters([s.call.arguments for s in found.steps])
    whole: dict[str, Any] = {"name": transaction.name, "invariant": transaction.invariant, "transaction": found.is_transaction}
    if found.is_transaction:
        whole["readConcern"] = {"level": SNAPSHOT}
    whole |= {
        "writeConcern": ACKNOWLEDGED,
        "retryWrites": True,
        "retry": {"labels": ["TransientTransactionError"], "times": TRIES, "firstPauseMs": FIRST_PAUSE_MS},
    }
    whole |= {"parameters": [n for n in names if n not in found.made], "made": found.made, "doneBefore": list(found.once)}
    whole["steps"] = [_as_value(s) for s in found.steps]
    return whole


def _as_value(step: Step) -> dict[str, Any]:
    arguments = [a[PRESENT] if isinstance(a, dict) and set(a) == {PRESENT} else a for a in step.call.arguments]
    wanted: dict[str, Any] = {"changed": {"matched": 1}, "none": {"documents": 0}}.get(step.kind, {})
    of_kind: dict[str, dict[str, Any]] = {"room": {"room": {"matched": 1}}, "over": {"unless": "room"}}
    flowing = of_kind.get(step.kind, {})
    return {
        "collection": step.call.on,
        "operation": step.call.method,
        "arguments": arguments,
        **({"expect": wanted, "else": step.says} if wanted else {}),
        **flowing,
    }


def shown(physical: Physical, transaction: Transaction) -> tuple[str, str]:
    """For the specification: the concerns in words, and the use case as its function."""
    try:
        found = use_case(Store.of(physical), transaction)
    except Inexpressible as reason:
        return "", f"// the application writes this one, for no single call says {reason}"
    said = "snapshot transaction" if found.is_transaction else "one document"
    return f"{said}; writes: majority, journaled", f"{_signature(found)} => {_body(found)}"
