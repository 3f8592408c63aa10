"""Voice by telephone: the media streams that providers open, and what a bridge does for us."""
