"""How well and how fast messages are understood, next to a stock Rasa pipeline."""
