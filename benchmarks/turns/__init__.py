"""Speed and memory of one turn, next to a stock Rasa REST bot with the same NLU data."""
