"""What people hand in as files: looked into, sealed, stored under random names."""
