"""Documents: setting, signing and sealing them, the keys for that, and telling genuine from altered ones."""
