"""Microsoft's own parser and schema compiler, in a process of its own: what can be said of a file without a server."""
