"""Text to speech, offline."""
