"""Machine translation, offline, of what has no curated translation."""
