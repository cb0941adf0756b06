"""Which services there are, in which releases, and which of them each municipality has adopted."""
