"""Who can tell the house who a resident is: one module per protocol."""
