"""A context that detaches: who enters it is another file, and an alias calls nothing."""
import os


class Detached:
    def open(self):
        self._detach()

    __enter__ = open

    def close(self, *failure):
        pass

    __exit__ = close

    def _detach(self):
        if os.fork() > 0:
            os._exit(0)


def read(path):
    with open(path) as file:
        return file.read()


print(read(__file__))
