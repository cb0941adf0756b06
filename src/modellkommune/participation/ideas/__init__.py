"""The ideas market: what employees propose, how it is assessed, what came of it."""
