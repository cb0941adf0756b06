"""The pages for those who look after the security of the portal."""
