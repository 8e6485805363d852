"""Run a person's own program everywhere, compare what comes of it, and offer causes."""
