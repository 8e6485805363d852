"""Say where claims hold, since when, and what differs."""
