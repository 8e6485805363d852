"""Translate the pages."""
