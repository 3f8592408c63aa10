"""Questions to a ward's staff (問い合わせ), and what these answer."""
