"""The web channel: the conversation API and the chat page that uses it."""
