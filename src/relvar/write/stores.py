"""stores/: the contract of each store beside the record, as JSON, what makes it again, and how it follows."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.engines import engine, following
from relvar.model.design import Artefact, Design
from relvar.model.federation import Contract, Federation, follow_path
from relvar.write.page import table


def stores(design: Design) -> Iterator[Artefact]:
    if design.federation is None:
        return
    yield Artefact(path="stores/README.md", text=_readme(design, design.federation))
    for name, contract in design.federation.contracts.items():
        yield Artefact(path=f"stores/{name.replace(' ', '_')}.json", text=_json(design, contract))
        yield Artefact(path=f"stores/{name.replace(' ', '_')}_rebuild.sql", text=_rebuild(design, design.federation, name, contract))
        if (text := follow(design, name)) is not None:
            yield Artefact(path=follow_path(name), text=text)


def follow(design: Design, name: str) -> str | None:
    """What a consumer does with each change; None where the copy lies in the record itself."""
    federation, write = design.federation, following().follow
    if federation is None or write is None or federation.contracts[name].role == "projection":
        return None
    return write(design.physical[federation.record], federation.contracts[name])


def _json(design: Design, contract: Contract) -> str:
    plain = msgspec.to_builtins(contract)
    for entry in plain["entries"].values():
        del entry["rebuild"]  # stands in the file beside it, as statements
    plain["checked"] = "against the design; its commands are tried in the proof, the product itself is not run"
    return msgspec.json.format(msgspec.json.encode(plain), indent=2).decode() + "\n"


def _rebuild(design: Design, federation: Federation, name: str, contract: Contract) -> str:
    physical = design.physical[federation.record]
    place = engine(physical.engine)
    lines = [f"-- Makes every entry of the {name} store anew, a page at a time in key order.", "-- The first page is asked without the condition."]
    for entry in contract.entries.values():
        lines += ["", f"-- {entry.key}", place.render(physical, entry.rebuild) + ";"]
    return "\n".join(lines) + "\n"


def _consumed(design: Design, federation: Federation) -> list[str]:
    """Where the commands of a consumer stand; a projection has none, for what an event means the application alone knows."""
    if not any(follow(design, name) for name in federation.contracts):
        return []
    return [
        f"What a consumer does with each change stands in `_follow.json`, as commands of {following().title}; a product of another kind does the",
        "same in its own. The proof runs them (`copies_follow`): changes twice, late and out of order, from a relay that dies, after a loss, and",
        "made anew.",
        "",
    ]


def _readme(design: Design, federation: Federation) -> str:
    physical = design.physical[federation.record]
    outbox = physical.tables[federation.outbox].name
    title = engine(physical.engine).title
    lines = [
        "# Stores beside the record",
        "",
        f"{title} holds the truth. What stands here are copies that follow it; each may be thrown away and made again.",
        "",
        *table(
            ("store", "product", "keeps", "an answer may be old by", "an entry leaves", "amount", "costs"),
            (
                (
                    name,
                    contract.technology,
                    ", ".join(f"`{entry.key}`" for entry in contract.entries.values()),
                    f"{contract.seconds_stale:g} s while all works",
                    f"after {contract.time_to_live_seconds:,} s" if contract.time_to_live_seconds else "when its row does",
                    contract.arithmetic,
                    contract.costs,
                )
                for name, contract in federation.contracts.items()
            ),
        ),
        "## How a copy follows",
        "",
        f"1. A trigger writes each change into `{outbox}`, in the transaction that makes it: the key, what was done, and the row as it then is.",
        f"2. A relay runs `{federation.record}/queries/transaction_relay_changes.sql` in a loop: it takes changes in order and locks them, hands",
        "   them to every store whose contract names the topic, and marks them when all have them. Several relays may run; each takes others.",
        "3. A store keeps the `change_id` with the entry and ignores what is not newer. What arrives twice or out of order does no harm.",
        "4. A deletion removes the entry and keeps its `change_id` until the log of that time is gone, so that a late change brings nothing back.",
        "",
        *_consumed(design, federation),
        "## When something broke",
        "",
        "- The relay stood still: it goes on where it stopped. `outbox_is_drained` among the integrity checks tells when it stands.",
        f"- A store lost the changes since an instant: run `{federation.record}/queries/transaction_replay_changes.sql` for its topics.",
        "- A store lost everything, or is not trusted: let it follow first, from empty. Then run its `_rebuild.sql` page by page and put in only",
        "  what is absent, with the `change_id` 0: any change told meanwhile is newer than what a page shows, and a deletion stays one.",
        "- To compare instead of rebuild, read the same pages and compare each entry: what differs was changed within the age above, or is wrong.",
        "",
    ]
    return "\n".join(lines)
