"""Speech recognition: round trips of our own sentences through the voices, and recordings."""
