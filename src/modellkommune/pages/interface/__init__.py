"""What programs may ask a portal without a log-in, described by an OpenAPI 3.1 document."""
