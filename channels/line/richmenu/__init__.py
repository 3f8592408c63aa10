"""Rich menus: what staff wrote, drawn and brought to LINE."""
