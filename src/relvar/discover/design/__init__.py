"""From what holds in the rows to tables: which dependencies are meant, which key, which parts, under which names."""
