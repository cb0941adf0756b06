"""Guarding the portal: what the firewall found, who is shut out for a while, and what is let through."""
