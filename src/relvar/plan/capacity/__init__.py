"""How large, how fast, how many: bytes, load, memory, connections of one store, each with its arithmetic."""
