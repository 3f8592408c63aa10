"""How a conversation goes when it is only heard."""
