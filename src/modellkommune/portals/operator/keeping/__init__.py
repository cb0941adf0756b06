"""Archives of an installation or of one municipality, and bringing them back."""
