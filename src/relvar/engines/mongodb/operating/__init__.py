"""What keeps it running: copies, settings, watching, checks, shards."""
