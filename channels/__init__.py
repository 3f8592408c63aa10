"""The gateway: what residents reach. Every channel translates to and from one conversation path."""
