"""How much personal data masking finds, and how much else it takes away."""
