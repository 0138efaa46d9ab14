"""The picture of a store of documents: collections, what lies inside their documents, and what refers to what."""

from __future__ import annotations

from relvar.write.diagrams.collections.mermaid import mermaid
from relvar.write.diagrams.collections.svg import svg

__all__ = ["mermaid", "svg"]
