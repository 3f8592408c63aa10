"""Madoguchi (窓口): the domain of the wards' assistant. It knows no web framework and no Rasa."""
