"""How soon a caller is answered, for one caller and for several at once."""
