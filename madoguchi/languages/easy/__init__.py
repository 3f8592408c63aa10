"""やさしい日本語: what makes Japanese hard for learners, measured; and drafts that are easier."""
