"""The catalogue of procedures and wards: schema, loading, merging, checking and search."""
