"""Curation: what was understood is reviewed, turned into examples, and a better model promoted."""
