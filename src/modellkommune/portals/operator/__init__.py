"""The operator's door: the command line, one module for each command."""
