"""Voice: by browser and by telephone."""
