"""Build an extension in C with the compiler that this Python names, and import it."""
import importlib.machinery
import importlib.util
import shlex
import subprocess
import sysconfig

from cases._show import Undecided


def build(source, path):
    """Compile C source to an extension; Undecided where there is no compiler, or no Python.h."""
    linker = shlex.split(sysconfig.get_config_var("LDSHARED") or "no-compiler")
    options = ["-fPIC", "-I" + sysconfig.get_path("include"), "-xc", "-", "-o", path]
    try:
        subprocess.run(linker + options, input=source.encode(), check=True)
    except (OSError, subprocess.CalledProcessError):
        raise Undecided("no extension can be built here: there is no compiler, or no Python.h")


def load(name, path):
    """Import the module of that name from an extension, which may hold several."""
    loader = importlib.machinery.ExtensionFileLoader(name, path)
    spec = importlib.util.spec_from_loader(name, loader)
    loader.exec_module(importlib.util.module_from_spec(spec))
