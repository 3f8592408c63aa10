"""Pages that the server renders: they work without JavaScript, and as they are without the chat."""
