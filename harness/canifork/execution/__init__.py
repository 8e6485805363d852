"""Run one trial in a process of its own, and leave nothing behind."""
