"""A small Germany in a box: registers, log-in and payment service with invented people."""
