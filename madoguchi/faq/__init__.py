"""Imported FAQs: a ward's own questions and answers, beside the procedures of the catalogue."""
