"""Where each store of a brief runs: what the user gave, else what the text says and the host offers; what contradicts is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from relvar.engines.facts import facts
from relvar.engines.hosting import HOSTS, hosting, hosts_of, named, title
from relvar.errors import ModelError, UnsupportedError
from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual, Question
from relvar.model.features import Features
from relvar.model.hosting import SELF, Hosted

WEIGHT = 0.8  # what may be assumed of a server changes its files, and no table


def asked(given: Iterable[str], stores: tuple[str, ...]) -> dict[str, str]:
    """`HOST` for every store, or `STORE=HOST`, as a mapping. Raises UnsupportedError for a host or store not known, or not offered."""
    found: dict[str, str] = {}
    for item in given:
        store, equals, host = item.rpartition("=")
        if equals and store not in stores:
            raise UnsupportedError(what=f"--hosting {item}: no database of this design is called {store}", remedy=f"name one of {', '.join(stores)}")
        found |= dict.fromkeys((store,) if equals else stores, named(host))
    for store, host in found.items():
        hosting(store, host)
    return found


def host_of(brief: Brief, model: Conceptual, store: str) -> str:
    """The host of one store."""
    if store in brief.hosting:
        return brief.hosting[store]
    meant = [said.host for said in _about(model.hosting, store) if said.host in hosts_of(store)]
    return meant[0] if meant else SELF


def facts_of(brief: Brief, model: Conceptual, features: Mapping[str, Features]) -> dict[str, Features]:
    """The engines' facts, each with those of its host. Raises ModelError for a host that an edited model names and that is none."""
    for host in (*brief.hosting.values(), *(said.host for said in model.hosting)):
        if host not in HOSTS:
            raise ModelError(what=f"hosting: {host!r} is no host relvar knows", remedy=f"write one of {', '.join(HOSTS)}")
    return {store: replace(found, hosting=hosting(store, host_of(brief, model, store))) for store, found in features.items()}


def questions(brief: Brief, model: Conceptual) -> Iterator[Question]:
    """What the text says of hosting that cannot hold, or holds only in part; silent about a store whose host the user gave."""
    for store in brief.stores:
        if store not in brief.hosting:
            yield from _of_store(brief, model, store)


def _of_store(brief: Brief, model: Conceptual, store: str) -> Iterator[Question]:
    said = _about(model.hosting, store)
    offered = [one for one in said if one.host in hosts_of(store)]
    hosts = list(dict.fromkeys(one.host for one in offered))
    if len(hosts) > 1:
        first, second = offered[0], next(one for one in offered if one.host != hosts[0])
        yield Question(
            text=f"Where does {facts(store).title} run? The text says both: “{first.source.words}” and “{second.source.words}”.",
            assumed=title(hosts[0]),
            changes="which rights, settings, extensions and copies are assumed, and the files that follow",
            weight=WEIGHT,
            source=second.source,
        )
    elif said and not offered:
        yield Question(
            text=f"Where does {facts(store).title} run? The text says “{said[0].source.words}”, and {title(said[0].host)} does not offer it.",
            assumed=f"{title(SELF)} ({facts(store).title} runs at: {', '.join(hosts_of(store))})",
            changes="which rights, settings, extensions and copies are assumed, and the files that follow",
            weight=WEIGHT,
            source=said[0].source,
        )


def _about(said: tuple[Hosted, ...], store: str) -> list[Hosted]:
    """Statements about this very engine, and those that name none."""
    return [one for one in said if one.engine in ("", store)]
