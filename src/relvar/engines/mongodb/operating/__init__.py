"""What keeps it running: copies, settings, connections, watching, checks."""
