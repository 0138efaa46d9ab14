"""One fault of a pack: under which key, near which words, what is wrong and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`key` is the table ("entity.patient") or the top-level key; `near` are words of the faulty line, or ""."""

    key: str
    says: str
    remedy: str
    near: str = ""

    def line(self, text: str) -> int:
        """The line of the file that it is about, from 1; 0 where none can be told."""
        lines = text.splitlines()
        start = next((n for n, line in enumerate(lines) if _heads(line, self.key)), None)
        if start is None and "." in self.key:
            return Fault(self.key.partition(".")[0], "", "", self.key.partition(".")[2]).line(text)
        if start is None:
            return 0
        for n in range(start, len(lines)):
            if n > start and lines[n].startswith("["):
                break
            if self.near and self.near in lines[n]:
                return n + 1
        return start + 1


def _heads(line: str, key: str) -> bool:
    """Whether a table of that name or a key at the top begins here."""
    return line.strip() == f"[{key}]" or (line.startswith(key) and line[len(key) :].lstrip().startswith("="))
