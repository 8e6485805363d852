"""A module that is of Unix anyway."""
import fcntl
import os


def locked(file):
    fcntl.flock(file, fcntl.LOCK_EX)
    return os.fork()
