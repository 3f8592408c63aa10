"""LINE's webhook under load: how soon it says 200, and whether every event is answered once."""
