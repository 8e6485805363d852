"""Run the trials with pytest."""
