"""The info stand: stations, wheel of fortune, handouts, and how many use the services."""
