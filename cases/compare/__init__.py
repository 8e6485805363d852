"""Process or thread."""
