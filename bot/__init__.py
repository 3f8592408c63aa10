"""The Rasa runtime: our channel and tracker store for it, in an environment of their own."""
