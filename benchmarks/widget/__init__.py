"""The widget and the portal in a browser: what is fetched, how soon it is drawn, what it moves."""
