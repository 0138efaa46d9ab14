"""Words that sample values are made of, from `words.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
GIVEN, FAMILY, NOUNS, ADJECTIVES, VERBS, CITIES, STREETS, COUNTRIES, LANGUAGES = (tuple(words.split()) for words in _LISTS.values())
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "GBP", "CHF", "SEK")  # as often as they stand here
ZONES = ("Europe/Berlin", "Europe/Lisbon", "Europe/Helsinki", "Europe/London", "Europe/Athens", "UTC")
MEDIA = ("image/jpeg", "image/png", "application/pdf", "text/plain", "video/mp4")
