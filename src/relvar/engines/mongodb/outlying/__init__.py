"""Rows that lie in their owner's document while it has room and flow over into a collection of their own (docs/decisions/0022)."""
