"""How the assistant's messages look in LINE."""
