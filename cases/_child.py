"""Run a function in a child process, and hear what it says."""
from multiprocessing import Pipe, Process

from cases._patience import join, receive


def hear(work, *arguments, end=None):
    """Return all that work(writer, *arguments) sends in a child before the child has ended.

    `end`, if given, is called with the Process as soon as the child has sent something.
    """
    reader, writer = Pipe(duplex=False)
    child = Process(target=work, args=(writer,) + arguments, daemon=True)
    child.start()
    writer.close()  # now the pipe is at its end when the child is
    said = []
    try:
        while True:
            said.append(receive(reader))
            if end and len(said) == 1:
                end(child)
    except (EOFError, BrokenPipeError):  # Windows' poll() raises the second
        join(child)
        return said
