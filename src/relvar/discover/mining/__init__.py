"""What holds in rows: functional dependencies and keys, inclusion dependencies, and those that hold but for a few rows."""
