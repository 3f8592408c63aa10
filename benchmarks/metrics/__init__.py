"""How well and how fast: the measures that several benchmarks share, each defined once."""
