"""Say what an interpreter runs on: its CPU, its C library, what emulates it, what it may use."""

from __future__ import annotations

from canifork.i18n.translator import Say, english
from canifork.model import Facts

THREADS = english("{kib} KiB a thread")
BITS = english("{bits} bits")
BIG = english("big-endian")
LIMITED = english("{cpus}, limited to the time of {limit}")
INSIDE = english("{cpus} in {container}")


def cpu(facts: Facts, say: Say = english) -> str:
    """Name the CPU and what is unusual of it: 's390x, 64 bits, big-endian'."""
    parts = [facts["machine"]]
    if facts.get("pointer_bits"):
        parts.append(say(BITS).format(bits=facts["pointer_bits"]))
    if facts.get("byte_order") == "big":
        parts.append(say(BIG))
    return ", ".join(parts)


def emulator(facts: Facts) -> str | None:
    """Name what emulates a system or CPU, with its version where it is known: 'qemu 10.1.0'."""
    found = facts.get("emulator") or facts["emulated"]
    return None if found is None else str(found)


def c_library(facts: Facts, say: Say = english) -> str:
    """Name the C library and the stack that it gives a thread: 'musl 1.2.5, 128 KiB a thread'."""
    stack = facts.get("thread_stack_kib")
    parts = [facts["libc"], say(THREADS).format(kib=stack) if stack else None]
    return ", ".join(filter(None, parts))


def cpus(facts: Facts, say: Say = english) -> str:
    """Count the CPUs that it may use, and say what limits them: '4, limited to the time of 1.5 in podman'."""
    text = str(facts.get("cpus_usable") or facts.get("cpus") or "?")
    if facts.get("cpu_limit"):
        text = say(LIMITED).format(cpus=text, limit=f"{facts['cpu_limit']:g}")
    if facts.get("container"):
        text = say(INSIDE).format(cpus=text, container=facts["container"])
    return text
