"""Where to flee and where to stay: the designated sites and shelters of the 23 wards."""
