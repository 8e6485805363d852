"""Processes on several machines."""
