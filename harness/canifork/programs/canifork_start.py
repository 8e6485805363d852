"""Start a person's program as Python itself would, with another default start method.

Run by the Python that is tested, so in the grammar of Python 3.6 and with the standard library
alone:  python -m canifork_start METHOD KIND NOTE INPUT FOLDER NAME [ARGUMENT...]
METHOD may be "-" for none; KIND is file, module or stdin; NOTE names a file that is to say which
start method the program chose itself; INPUT, if it is not empty, becomes standard input.
"""

import builtins
import importlib.machinery
import os
import runpy
import sys
import types

MOST_BYTES = 1 << 30  # of a file that the program writes: what it needs is less, a runaway is stopped


def start(method: str, kind: str, note: str, given: str, folder: str, name: str) -> None:
    """Become the program: its folder, its arguments, its name `__main__`."""
    arguments = sys.argv[7:]
    limit_files()
    if given:
        os.dup2(os.open(given, os.O_RDONLY), 0)
    os.chdir(folder)
    sys.argv = ["-" if kind == "stdin" else name] + arguments
    path = os.path.abspath(name)
    sys.path[0] = {"file": os.path.dirname(path), "module": os.getcwd(), "stdin": ""}[kind]
    context = None if method == "-" else default(method)
    # A module of its own: nothing of this one is to be seen in it, nor pickled from it.
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    try:
        if kind == "module":
            runpy._run_module_as_main(name)  # type: ignore[attr-defined]  # what Python does for -m
        else:
            become(main, path, "<stdin>" if kind == "stdin" else path)
    finally:
        if context is not None:
            tell_own(context, method, note)


def become(main: types.ModuleType, path: str, shown: str) -> None:
    """Run a file in the module `__main__`, with what Python puts into that."""
    loader = importlib.machinery.SourceFileLoader("__main__", path)
    vars(main).update(__file__=shown, __builtins__=builtins, __cached__=None, __spec__=None)
    vars(main)["__loader__"] = loader if shown == path else importlib.machinery.BuiltinImporter
    with open(path, "rb") as file:
        source = file.read()
    exec(compile(source, shown, "exec", dont_inherit=True), vars(main))


def default(method: str) -> object:
    """Make a start method the default, as it is on some systems; a program can still set its own."""
    import multiprocessing

    try:
        context = multiprocessing.context._default_context
        context._default_context = multiprocessing.get_context(method)  # type: ignore[attr-defined]
    except AttributeError:  # another implementation: then it is set, and cannot be set again
        multiprocessing.set_start_method(method)
        return None
    return context


def tell_own(context: object, method: str, note: str) -> None:
    """Write down the start method that the program set itself, if it did."""
    actual = getattr(getattr(context, "_actual_context", None), "_name", method)
    if actual != method:
        try:
            with open(note, "w", encoding="ascii") as file:
                file.write(actual)
        except OSError:
            pass  # a Python elsewhere, which has no such folder


def limit_files() -> None:
    """Let no file grow without end, where the system can see to that."""
    if sys.platform != "win32":
        try:
            import resource
        except ImportError:
            return
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        if hard == resource.RLIM_INFINITY or hard > MOST_BYTES:
            resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, hard))


if __name__ == "__main__":
    start(*sys.argv[1:7])
