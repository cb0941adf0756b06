"""Keys for what people wrote: one per draft or case, destroyed with it."""
