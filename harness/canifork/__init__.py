"""Run the claims of `cases/` on every Python that can be started, and report what they saw."""

SCHEMA = 3
"""The version of results.json that this harness writes, and the newest that it reads."""
