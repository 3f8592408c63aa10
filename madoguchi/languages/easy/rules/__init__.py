"""The rules of やさしい日本語, by what they look at; ``checking.RULES`` has them all."""
