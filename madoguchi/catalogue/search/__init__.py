"""Search over the catalogue: which procedure or checklist a resident means."""
