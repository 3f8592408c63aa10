"""Accuracy and speed of the search that residents meet, next to plain BM25."""
