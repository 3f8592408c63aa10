"""Languages: the words of our own pages in each of them, and furigana."""
