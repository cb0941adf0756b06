"""The door of a tablet at the info stand or in the town hall."""
