"""Find out who this interpreter is and what it can do, by trying rather than by its name.

`python -m cases._probe` prints the facts as one line of JSON.  Written in a grammar that
Python 2.7 reads too, so that an interpreter that is too old can say how old it is.
"""
from __future__ import print_function

import os
import sys

SYSTEMS = {"linux": "linux", "darwin": "macos", "win32": "windows", "emscripten": "emscripten"}


def identity():
    """Name this interpreter: 'cp313t-linux-x86_64', 'cp313-windows-amd64-wine'."""
    name = implementation()
    tag = {"cpython": "cp", "pypy": "pp", "graalpy": "gp"}.get(name, name)
    version = "%d%d%s" % (sys.version_info[0], sys.version_info[1], "t" if free_threaded() else "")
    parts = [tag + version, system(), machine(), libc() == "musl" and "musl", emulated()]
    return "-".join(part for part in parts if part)


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
    """Return 'wine', which alone has that function, 'qemu' for a CPU that QEMU emulates, or None."""
    if system() == "windows":
        import ctypes

        return "wine" if hasattr(ctypes.WinDLL("ntdll"), "wine_get_version") else None
    return "qemu" if os.path.basename(program()).startswith("qemu-") else None


def program():
    """Return the file that this thread really runs: QEMU fakes /proc/self/exe, not that of a thread."""
    try:
        return os.readlink("/proc/thread-self/exe")
    except (AttributeError, OSError):
        return ""


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
    server.settimeout(5)
    client = socket.create_connection(server.getsockname(), 5)
    server.accept()[0].close()  # Emscripten listens, and then takes no call
    client.close()
    server.close()


def _can_restrict_cpus():
    _in_a_child("import cases._probe as p; p.restrict_cpus(1); assert p.usable_cpus() == 1")


def _has_cpu_quota():
    from cases._world import cpu_limit

    return 1 / cpu_limit()  # None where there is none


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
    "semaphores": _can_make_semaphores, "sockets": _can_open_sockets, "asserts": _keeps_asserts,
    "cpu_restriction": _can_restrict_cpus, "cpu_quota": _has_cpu_quota,
}


def _works(attempt):
    try:
        attempt()
    except (Exception, SystemExit):
        return False
    return True


def libc():
    """Name the C library: 'glibc 2.36', with its version where that is known at once, 'musl'; or None."""
    if system() != "linux":
        return None
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or _other_libc()
    except (AttributeError, ValueError, OSError):
        return _other_libc()


def _other_libc():
    """Return 'musl' if the build says so, or its loader, mapped into this process, does; or 'other'."""
    if getattr(sys.implementation, "_multiarch", "").endswith("-musl"):
        return "musl"
    with open("/proc/self/maps") as maps:
        mapped = maps.read()
    # Debian's loader is a link to .../x86_64-linux-musl/libc.so, under which name it is mapped.
    return "musl" if "/ld-musl-" in mapped or "-linux-musl/" in mapped else "other"


def facts():
    """Return all facts as a flat dict, `capabilities` a dict of booleans within."""
    import multiprocessing

    from cases import _world

    level = {"alpha": "a", "beta": "b", "candidate": "rc", "final": ""}[sys.version_info[3]]
    return dict(_world.facts(), **{
        "id": identity(), "implementation": implementation(),
        "version": "%d.%d.%d" % sys.version_info[:3] + (level and level + str(sys.version_info[4])),
        "build": ".".join(str(part) for part in getattr(sys, "pypy_version_info", sys.version_info)[:3]),
        "os": system(), "machine": machine(), "emulated": emulated(),
        "free_threaded": free_threaded(),
        "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
        "start_methods": multiprocessing.get_all_start_methods(),
        "default_start_method": multiprocessing.get_context().get_start_method(),
        "cpus": os.cpu_count(), "cpus_usable": usable_cpus(),
        "utf8_mode": bool(getattr(sys.flags, "utf8_mode", 0)), "executable": sys.executable,
        "capabilities": {name: _works(attempt) for name, attempt in CAPABILITIES.items()},
        "pace": _world.pace(),
    })


if __name__ == "__main__":
    import json  # not above: every trial imports this module, and its children do

    # Old Pythons shuffle a dict's keys; "canifork" comes first, so that readers find the line.
    told = facts() if sys.version_info >= (3, 6) else {"version": "%d.%d.%d" % sys.version_info[:3]}
    print('{"canifork": 1, ' + json.dumps(told)[1:])
