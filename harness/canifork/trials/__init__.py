"""Say what is to be run."""
