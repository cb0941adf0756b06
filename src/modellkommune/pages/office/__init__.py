"""What every door of staff shares: guard, session, frame and navigation."""
