"""やさしい日本語: what makes Japanese hard for who learns it, measured; and a draft that is easier."""
