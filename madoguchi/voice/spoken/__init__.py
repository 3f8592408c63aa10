"""Texts for the ear: what is written, as it is said."""

from madoguchi.voice.spoken.preparation import prepare

__all__ = ["prepare"]
