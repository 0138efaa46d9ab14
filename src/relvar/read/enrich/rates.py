"""Frequencies with their arithmetic: so many a day for each that stands or arrives, out of the estimated volumes."""

from __future__ import annotations

from relvar.model.brief import Quantity, Source
from relvar.model.conceptual import Entity, Volume

LEAST = 1.0  # a day: what happens at all is counted once


class Rates:
    """Turns "2 x new order" into a Quantity whose source says how it was computed."""

    def __init__(self, volumes: dict[str, Volume], entities: dict[str, Entity]) -> None:
        self.volumes = volumes
        self.entities = entities

    def quantity(self, times: float, of: str, new: bool, source: Source) -> Quantity:
        """A day's number of operations; `of` empty: `times` itself."""
        if not of:
            return self._made(times, f"{number(times)} a day, assumed", source)
        volume, plural = self.volumes[of], self.entities[of].plural.replace("_", " ")
        if new and volume.per_day.value > 0:
            value = times * volume.per_day.value
            return self._made(value, f"{number(volume.per_day.value)} {plural} a day x {number(times)} = {number(value)} a day", source)
        value = times * max(volume.initial.value, 1.0)
        return self._made(value, f"{number(volume.initial.value)} {plural} x {number(times)} a day = {number(value)} a day", source)

    def _made(self, value: float, words: str, source: Source) -> Quantity:
        said = f"{source.words}: {words}" if source.kind == "pack" else words
        return Quantity(value=max(LEAST, _rounded(value)), unit="a day", source=Source(kind=source.kind, words=said, confidence=0.5))


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def number(value: float) -> str:
    """12345.6 -> "12,346", 1234.5 -> "1,234", 0.0274 -> "0.0274"."""
    if value == int(value) or value >= 10_000:
        return f"{round(value):,}"
    return f"{value:,.4g}"
