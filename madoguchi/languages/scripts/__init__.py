"""What a text in each script tells: ``told(text)`` is a language and its probability, or None."""
