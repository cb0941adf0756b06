"""Visible digital seals (BSI TR-03137-1, TR-03171), pure: encode, sign, draw, read and verify."""
