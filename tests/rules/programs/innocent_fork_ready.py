"""Fork, and be ready for there being none."""
import os

try:
    pid = os.fork()
except (AttributeError, OSError):
    pid = None
print(pid)
