"""The firewall: looks at each request before anything else does. It knows nothing of the house.

`settings` hands it a policy: which fields are free text, which are never looked at.
"""
