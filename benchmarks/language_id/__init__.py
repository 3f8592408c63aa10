"""How well the language of one line is told."""
