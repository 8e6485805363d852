"""Find interpreters, ask them what they are, and bring those that are missing."""
