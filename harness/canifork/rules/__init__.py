"""Rules that read a person's own program, and ask the claims where what it does goes wrong."""
