"""Find out who this interpreter is and what it can do, by trying rather than by its name.

`python -m cases._probe` prints the facts as one line of JSON.  Written in a grammar that
Python 2.7 reads too, so that an interpreter that is too old can say how old it is.
"""
from __future__ import print_function

import json
import os
import sys

SYSTEMS = {"linux": "linux", "darwin": "macos", "win32": "windows", "emscripten": "emscripten"}


def identity():
    """Name this interpreter: 'cp313t-linux-x86_64', 'cp313-windows-amd64-wine'."""
    name = implementation()
    tag = {"cpython": "cp", "pypy": "pp"}.get(name, name)
    version = "%d%d%s" % (sys.version_info[0], sys.version_info[1], "t" if free_threaded() else "")
    parts = [tag + version, system(), machine()]
    return "-".join(parts + ([emulated()] if emulated() else []))


def implementation():
    """Name the implementation: 'cpython', 'pypy', ..."""
    return getattr(sys, "implementation", None) and sys.implementation.name or "cpython"


def system():
    """Name the operating system: linux, macos, windows, emscripten, or what sys says."""
    return SYSTEMS.get(sys.platform, sys.platform)


def machine():
    """Name the processor; platform.machine() would do, but platform can crash under Wine."""
    if system() != "windows":
        return os.uname()[4].lower()
    return "amd64" if "AMD64" in sys.version else "arm64" if "ARM64" in sys.version else "x86"


def emulated():
    """Return 'wine' where Windows is played by Wine, which alone has this function, or None."""
    if system() != "windows":
        return None
    import ctypes

    return "wine" if hasattr(ctypes.WinDLL("ntdll"), "wine_get_version") else None


def free_threaded():
    """Tell whether this build can run without the GIL; 't' in abiflags since 3.13."""
    if system() == "windows":
        return "free-threading" in sys.version
    return "t" in getattr(sys, "abiflags", "") and sys.version_info >= (3, 13)


def usable_cpus():
    """Count the CPUs that this process may use, or None where the system does not tell."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    if system() == "windows":
        return bin(_windows_affinity()[0]).count("1")
    return None


def restrict_cpus(count):
    """Let this process use that many of its CPUs only; OSError where that cannot be done."""
    if hasattr(os, "sched_setaffinity"):
        return os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])
    if system() != "windows":
        raise OSError("this system does not restrict a process to CPUs")
    import ctypes

    bits = [bit for bit in range(64) if _windows_affinity()[0] >> bit & 1][:count]
    mask = ctypes.c_size_t(sum(1 << bit for bit in bits))
    if not _kernel32().SetProcessAffinityMask(_this_process(), mask):
        raise OSError("SetProcessAffinityMask refused")


def _kernel32():
    import ctypes

    return ctypes.WinDLL("kernel32", use_last_error=True)


def _this_process():
    import ctypes

    return ctypes.c_void_p(-1)  # GetCurrentProcess() is this constant


def _windows_affinity():
    import ctypes

    own, whole = ctypes.c_size_t(), ctypes.c_size_t()
    if not _kernel32().GetProcessAffinityMask(_this_process(), ctypes.byref(own), ctypes.byref(whole)):
        raise OSError("GetProcessAffinityMask refused")
    return own.value, whole.value


def _can_fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _can_start_processes():
    import subprocess

    subprocess.check_call([sys.executable, "-S", "-c", ""])


def _can_start_threads():
    import threading

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _can_make_semaphores():
    import multiprocessing

    with multiprocessing.Lock():
        pass


def _can_open_sockets():
    import socket

    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    client = socket.create_connection(server.getsockname(), 5)
    client.close()
    server.close()


def _can_restrict_cpus():
    _in_a_child("import cases._probe as p; p.restrict_cpus(1); assert p.usable_cpus() == 1")


def _keeps_asserts():
    import threading

    try:
        threading.Thread(group=0)  # its first statement asserts that group is None
    except AssertionError:
        return
    raise RuntimeError("compiled away")


def _in_a_child(code):
    import subprocess

    subprocess.check_call([sys.executable, "-c", code], stderr=subprocess.DEVNULL)


CAPABILITIES = {
    "processes": _can_start_processes, "threads": _can_start_threads, "fork": _can_fork,
    "semaphores": _can_make_semaphores, "sockets": _can_open_sockets,
    "cpu_restriction": _can_restrict_cpus, "asserts": _keeps_asserts,
}


def _works(attempt):
    try:
        attempt()
    except (Exception, SystemExit):
        return False
    return True


def _libc():
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or "other"
    except (AttributeError, ValueError, OSError):
        return None


def _release():
    if system() == "windows":
        release = "%d.%d.%d" % tuple(sys.getwindowsversion()[:3])
        return release + (", as played by Wine " + _wine_version() if emulated() else "")
    return os.uname()[2]


def _wine_version():
    import ctypes

    tell = ctypes.CDLL("ntdll").wine_get_version
    tell.restype = ctypes.c_char_p
    return tell().decode("ascii")


def facts():
    """Return all facts as a flat dict, `capabilities` a dict of booleans within."""
    import multiprocessing

    level = {"alpha": "a", "beta": "b", "candidate": "rc", "final": ""}[sys.version_info[3]]
    return {
        "id": identity(), "implementation": implementation(),
        "version": "%d.%d.%d" % sys.version_info[:3] + (level and level + str(sys.version_info[4])),
        "build": ".".join(str(part) for part in getattr(sys, "pypy_version_info", sys.version_info)[:3]),
        "os": system(), "os_release": _release(), "machine": machine(), "emulated": emulated(),
        "libc": _libc(), "free_threaded": free_threaded(),
        "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
        "start_methods": multiprocessing.get_all_start_methods(),
        "default_start_method": multiprocessing.get_context().get_start_method(),
        "cpus": os.cpu_count(), "cpus_usable": usable_cpus(),
        "utf8_mode": bool(getattr(sys.flags, "utf8_mode", 0)), "executable": sys.executable,
        "capabilities": {name: _works(attempt) for name, attempt in CAPABILITIES.items()},
    }


if __name__ == "__main__":
    # Old Pythons shuffle a dict's keys; "canifork" comes first, so that readers find the line.
    told = facts() if sys.version_info >= (3, 6) else {"version": "%d.%d.%d" % sys.version_info[:3]}
    print('{"canifork": 1, ' + json.dumps(told)[1:])
