"""Conversations as they are kept: their turns, and word of what is new in them."""
