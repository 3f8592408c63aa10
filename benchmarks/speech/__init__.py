"""How soon an answer is heard, and what speaking costs."""
