"""/wirkung/: what becomes of the online services, for everybody; in one town, and over all of them."""
