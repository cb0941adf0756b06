"""What may stand in the files of a blueprint: one pydantic model for each file (format 1)."""
