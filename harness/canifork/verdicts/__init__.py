"""Observe how a trial ended, and judge it."""
