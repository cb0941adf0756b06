"""The health of the installation: what is well, what somebody should look at, and what to do about it."""
