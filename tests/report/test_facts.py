"""What an interpreter runs on is said in a few words, and nothing where an old file does not tell."""

from __future__ import annotations

from builders import make_facts
from canifork.report import world

OLD = {
    key: value
    for key, value in make_facts().items()
    if key in {"machine", "libc", "emulated", "cpus", "cpus_usable"}
}


def test_a_usual_world() -> None:
    facts = make_facts()
    assert world.cpu(facts) == "x86_64, 64 bits"
    assert world.c_library(facts) == "glibc 2.36, 8192 KiB a thread"
    assert world.cpus(facts) == "2"
    assert world.emulator(facts) is None


def test_what_is_unusual_is_said() -> None:
    facts = make_facts(
        machine="s390x", byte_order="big", emulated="qemu", emulator="qemu 10.1.0", libc="musl 1.2.5",
        thread_stack_kib=128, container="podman", cpu_limit=1.5,
    )  # fmt: skip
    assert world.cpu(facts) == "s390x, 64 bits, big-endian"
    assert world.emulator(facts) == "qemu 10.1.0"
    assert world.c_library(facts) == "musl 1.2.5, 128 KiB a thread"
    assert world.cpus(facts) == "2, limited to the time of 1.5 in podman"


def test_an_old_file_does_not_tell() -> None:
    old = OLD | {"emulated": "wine"}
    assert world.cpu(old) == "x86_64"
    assert world.emulator(old) == "wine"
    assert world.c_library(old) == "glibc 2.36"
    assert world.cpus(OLD) == "2"
