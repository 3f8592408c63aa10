"""Measurements of speed and accuracy against a plain baseline; see README.md in this folder."""
