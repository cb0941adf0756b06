"""The case: number, pinned release and overlay, state and deadline of one errand."""
