"""Machine translation, next to Argos Translate alone."""
