"""What a ward tells residents of its own accord."""
