"""Asynchronous I/O."""
