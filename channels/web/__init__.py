"""The web channel: the conversation API and the widget that uses it."""
