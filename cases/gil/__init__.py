"""The GIL, and Pythons without it"""
