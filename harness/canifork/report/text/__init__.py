"""Write results for terminals and Markdown."""
