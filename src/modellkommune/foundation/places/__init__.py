"""Streets, house numbers and parking zones of a municipality."""
