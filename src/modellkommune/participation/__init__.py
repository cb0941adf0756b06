"""What people say and take part in: surveys, the ideas market of employees, the info stand."""
