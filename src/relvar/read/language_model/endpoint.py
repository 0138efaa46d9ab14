"""Which model is asked, where, and with which key: from its name and the environment. Nothing is guessed and nothing is stored but the name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import urlsplit

from relvar.errors import ReaderUnavailable

MODEL = "RELVAR_MODEL"
SECONDS = "RELVAR_MODEL_SECONDS"
EXAMPLES = "openai:NAME or anthropic:NAME"
NO_KEY = "none"  # local servers ask for no key, the protocol's client for some text
PACKAGES = ("pydantic_ai", "openai", "anthropic", "httpx2")


@dataclass(frozen=True)
class Protocol:
    """A protocol by the name before the colon, with the variables its own clients use."""

    key: str
    base_url: str
    default_url: str


PROTOCOLS = {
    "openai": Protocol("OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1"),
    "anthropic": Protocol("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
}


@dataclass(frozen=True)
class Endpoint:
    """A model at an address. The key is never printed and never stored."""

    protocol: str
    model: str
    base_url: str
    key: str = field(repr=False)
    seconds: float | None = None

    @property
    def name(self) -> str:
        """As it was asked for and as the design says it."""
        return f"{self.protocol}:{self.model}"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc.rpartition("@")[2]


def endpoint(name: str = "", environment: Mapping[str, str] | None = None) -> Endpoint:
    """The endpoint of a model's name. Raises ReaderUnavailable with what is missing and how to give it."""
    values = os.environ if environment is None else environment
    name = name or values.get(MODEL, "")
    protocol, colon, model = name.partition(":")
    if not colon or not model.strip() or protocol not in PROTOCOLS:
        said = f"no model is called {name!r}" if name else "no model was named"
        raise ReaderUnavailable(what=f"{said}", remedy=f"give --model or set {MODEL}: {EXAMPLES}")
    _installed()
    known = PROTOCOLS[protocol]
    base_url, key = values.get(known.base_url, "").strip(), values.get(known.key, "").strip()
    if not key and not base_url:
        raise ReaderUnavailable(
            what=f"{name}: no key", remedy=f"set {known.key}; for a server of your own set {known.base_url} (it may do without a key)"
        )
    base_url = base_url or known.default_url
    if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).netloc:
        raise ReaderUnavailable(what=f"{known.base_url} is no address: {base_url!r}", remedy="write it like http://localhost:11434/v1")
    return Endpoint(protocol, model.strip(), base_url, key or NO_KEY, _seconds(values.get(SECONDS, "")))


def _installed() -> None:
    missing = [package for package in PACKAGES if find_spec(package) is None]
    if missing:
        raise ReaderUnavailable(what=f"reading with a language model needs packages that are not installed ({', '.join(missing)})",
                                remedy="install the extra: pip install 'relvar[llm]'")  # fmt: skip


def _seconds(given: str) -> float | None:
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ReaderUnavailable(what=f"{SECONDS} is no number of seconds: {given!r}", remedy="write it like 300")
    return seconds
