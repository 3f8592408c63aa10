"""What the fusion of the search is worth, and the fitting of its weights."""
