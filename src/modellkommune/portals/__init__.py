"""Who comes to the door: one room for each kind of visitor."""
