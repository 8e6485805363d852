"""Find out about the world around this interpreter: C library, emulator, container, speed."""
import ctypes
import os
import re
import struct
import subprocess
import sys
import threading
import time

from cases import _probe

CGROUPS = "/sys/fs/cgroup"
LOADER = re.compile(r"(/\S*/(?:ld-musl-|libc\.musl-|libc\.so)\S*)$", re.MULTILINE)
VERSION = re.compile(r"[Vv]ersion (\d[\w.]*)")
NUMBERS = 25000     # a fixed amount of Python
USUAL = 0.01        # seconds of CPU time that it takes on a usual CPU of 2020
FEWEST_SLOWER = 3   # times; less is a matter of the version, or noise
SPINNING = 4        # times; see pace()


def facts():
    """Return the facts that have nothing to do with how this interpreter was built."""
    return {
        "os_release": release(), "libc": libc(), "emulator": emulator(),
        "pointer_bits": struct.calcsize("P") * 8, "byte_order": sys.byteorder,
        "thread_stack_kib": _or_none(thread_stack_kib),
        "container": container(), "cpu_limit": _or_none(cpu_limit),
    }


def libc():
    """Return the C library with its version: 'glibc 2.36', 'musl 1.2.5'; its name alone if it hides that."""
    name = _probe.libc()
    if name != "musl":
        return name
    with open("/proc/self/maps") as maps:
        loader = LOADER.search(maps.read())
    # Started without a program, musl's loader tells who it is.
    version = loader and _version([loader.group(1)])
    return "musl " + version if version else name


def release():
    """Return the release of the system, as the system itself tells it."""
    if _probe.system() != "windows":
        return os.uname()[2]
    release = "%d.%d.%d" % tuple(sys.getwindowsversion()[:3])
    return release + (", as played by Wine " + _wine_version() if _probe.emulated() else "")


def _wine_version():
    tell = ctypes.CDLL("ntdll").wine_get_version
    tell.restype = ctypes.c_char_p
    return tell().decode("ascii")


def emulator():
    """Return what emulates this system or CPU, with its version: 'wine 8.0', 'qemu 10.1.0'; or None."""
    kind = _probe.emulated()
    if kind == "wine":
        return "wine " + _wine_version()
    # QEMU hands the start of a program of its own CPU to the kernel, so it can be asked from inside.
    version = kind and _version([_probe.program(), "--version"])
    return "%s %s" % (kind, version) if version else kind


def _version(command):
    """Return the version that a program tells, or None."""
    try:
        told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = VERSION.search(told.decode("ascii", "replace"))
    return found.group(1) if found else None


def thread_stack_kib():
    """Return how much stack a new thread has, in KiB, by asking in one; None where none can tell."""
    found = []
    thread = threading.Thread(target=lambda: found.append(_or_none(_own_stack)))
    thread.start()
    thread.join()
    return found[0] // 1024 if found[0] else None


def _own_stack():
    """Return the size of the stack of this thread in bytes."""
    if _probe.system() == "windows":
        low, high = ctypes.c_size_t(), ctypes.c_size_t()
        ctypes.WinDLL("kernel32").GetCurrentThreadStackLimits(ctypes.byref(low), ctypes.byref(high))
        return high.value - low.value
    libc = ctypes.CDLL(None)
    libc.pthread_self.restype = ctypes.c_void_p
    me = ctypes.c_void_p(libc.pthread_self())
    if _probe.system() == "macos":
        libc.pthread_get_stacksize_np.restype = ctypes.c_size_t
        return libc.pthread_get_stacksize_np(me)
    attributes, size = (ctypes.c_ulong * 32)(), ctypes.c_size_t()
    if libc.pthread_getattr_np(me, attributes):
        return None
    libc.pthread_attr_getstacksize(attributes, ctypes.byref(size))
    libc.pthread_attr_destroy(attributes)
    return size.value


def container():
    """Name the kind of container that this runs in: 'docker', 'podman', what $container says; or None."""
    if _probe.system() != "linux":
        return None  # Wine shows the files of the system below
    if os.path.exists("/run/.containerenv"):
        return "podman"
    # A virtual machine made of an image has the file as well, but a disk of its own.
    # Wine shows the file too, but Windows' os has no major().
    if os.path.exists("/.dockerenv") and hasattr(os, "major") and os.major(os.stat("/").st_dev) == 0:
        return "docker"
    said = os.environ.get("container", "")  # systemd's Container Interface
    return said if re.match(r"[a-z][a-z-]{0,30}$", said) else None


def cpu_limit():
    """Return how many CPUs' time the quota of the control groups above this process allows, or None."""
    limits = [limit for limit in map(_limit_of, _own_groups()) if limit]
    return min(limits) if limits else None


def _own_groups():
    """Yield the folders of this process's control group and of those above it; version 2, then 1."""
    with open("/proc/self/cgroup") as groups:
        for line in groups:
            _, kinds, path = line.rstrip("\n").split(":", 2)
            if kinds and "cpu" not in kinds.split(","):
                continue
            base = os.path.join(CGROUPS, "cpu") if kinds else CGROUPS
            parts = [part for part in path.split("/") if part not in ("", "..")]
            for length in range(len(parts), -1, -1):
                yield os.path.join(base, *parts[:length])


def _limit_of(group):
    """Return quota divided by period of one control group, or None."""
    try:
        with open(os.path.join(group, "cpu.max")) as both:
            quota, period = both.read().split()
    except OSError:
        quota = _read(os.path.join(group, "cpu.cfs_quota_us"))
        period = _read(os.path.join(group, "cpu.cfs_period_us"))
    return round(int(quota) / int(period), 2) if quota.isdigit() and int(period or 0) else None


def _read(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return ""


def pace():
    """Return how many times slower than usual a fixed amount of Python is here; 1 if it is about usual.

    CPython 3.13 without the GIL gives its CPU away forty times whenever it makes a class, 10,000
    times at its start with multiprocessing and asyncio.  On a busy machine each time is a slice of
    somebody else's: https://github.com/python/cpython/pull/128126, which is in 3.14.
    """
    began = time.process_time()  # other work on the machine adds nothing to it
    sum(int(str(number)) for number in range(NUMBERS))
    slower = round((time.process_time() - began) / USUAL)
    if sys.version_info[:2] == (3, 13) and _probe.free_threaded():
        slower = max(slower, SPINNING)
    return slower if slower >= FEWEST_SLOWER else 1


def _or_none(ask):
    try:
        return ask()
    except Exception:  # no ctypes, no threads, no /proc: then nobody can tell
        return None
