"""What all doors share: layout, KERN components, texts, the municipality of a request, error pages."""
