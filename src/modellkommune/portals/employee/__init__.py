"""The door of the employees: the ideas market."""
