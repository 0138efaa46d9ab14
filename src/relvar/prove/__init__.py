"""VERB 6: design (+ server) -> findings. Static checks ask the design alone; live ones run its files on the real engine."""

from __future__ import annotations

from relvar.prove.run import prove_store

__all__ = ["prove_store"]
