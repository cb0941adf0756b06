"""The portal of the residents: pages, applications, status, public check."""
