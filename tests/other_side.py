"""Play an engine of containers and a machine that ssh leads to, in a process that is none of ours.

    python other_side.py STATE

It listens at STATE/socket.  A client sends its words, and its standard streams; what is started for
it is no child of the client, and gets its status back by the same line.  As sshd does, the process
that serves an ssh client goes when the line is closed.  As an engine does, the one that serves a
container stays, and the container is ended by its name alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

CLIENT = """#!{python}
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({state!r} + "/socket")
said = json.dumps([{kind!r}, sys.argv[1:], os.environ.get("CANIFORK_PACE")])
socket.send_fds(line, [said.encode()], [0, 1, 2])
answer = line.recv(100)
sys.exit(int(answer) if answer else 255)
"""


def main(state: Path) -> None:
    """Serve each client in a process of its own."""
    if sys.platform != "win32":
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(state / "socket"))
        server.listen(20)
        server.settimeout(0.5)
        starter = os.getppid()
        while os.getppid() == starter:  # a test that is killed ends nothing
            try:
                line, _ = server.accept()
            except TimeoutError:
                continue
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                serve(line, state)
            line.close()


def serve(line: socket.socket, state: Path) -> None:
    """Do what a client asks for, tell it the status, and leave."""
    if sys.platform != "win32":
        said, streams, _, _ = socket.recv_fds(line, 100_000, 3)
        kind, words, _ = json.loads(said)
        status = (ssh if kind == "ssh" else engine)(line, words, streams, state)
        try:
            line.sendall(b"%d" % status)
        finally:
            os._exit(0)


def say(streams: list[int], sentence: str, status: int) -> int:
    """Write a sentence to the errors of the client."""
    os.write(streams[2], sentence.encode() + b"\n")
    return status


def ssh(line: socket.socket, words: list[str], streams: list[int], state: Path) -> int:
    """Run what comes last in a shell, until it ends or the client has gone."""
    if "-Z" in words:
        return say(streams, "unknown option -- Z\nusage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B interface]", 255)
    if "nowhere" in words:
        return say(streams, "ssh: connect to host nowhere port 22: Connection refused", 255)
    if (state / "far").exists():
        time.sleep(5)
    there = subprocess.Popen(
        ["/bin/sh", "-c", words[-1]],
        stdin=streams[0], stdout=streams[1], stderr=streams[2], start_new_session=True,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(state / "there"), "INSIDE": str(state)},
    )  # fmt: skip
    while there.poll() is None or (state / "silent").exists():
        cut = (state / "cut").exists() and (state / "begun").exists()
        if cut or select.select([line], [], [], 0.02)[0]:
            os._exit(1)  # the line is cut, or the client has gone
    return shell_status(there.returncode)


def engine(_: socket.socket, words: list[str], streams: list[int], state: Path) -> int:
    """Do what docker and podman do, so far as one sees it from outside."""
    if words[0] == "version":
        return 0
    if words[:2] == ["image", "inspect"]:
        return 0 if words[2] == "here" else say(streams, "no such image", 1)
    if words[0] == "pull":
        return say(streams, "Error: unauthorized: authentication required", 1)
    if words[:2] == ["rm", "--force"]:
        return remove(state / words[2])
    return contain(words[1:], streams, state)


def remove(name: Path) -> int:
    """End all that is in a container, whatever session it is in, as its namespace does."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("NAME") == name.name:
                process.kill()
    name.unlink(missing_ok=True)
    return 0


def contain(words: list[str], streams: list[int], state: Path) -> int:
    """Run a program, in the folder that would be seen under another name inside."""
    options: dict[str, str] = {}
    while words[0].startswith("--"):
        key, _, value = words.pop(0).partition("=")
        options[key] = value
    if (state / "full").exists():
        return say(streams, "Error: no space left on device", 125)
    if options.get("--cpus") == "many":
        told = 'Error: invalid argument "many" for "--cpus" flag: strconv.ParseFloat: invalid syntax'
        return say(streams, f"{told}\nSee 'podman run --help'", 125)
    name = state / options["--name"]
    try:
        inside = subprocess.Popen(
            [options["--entrypoint"], *words[1:]],
            cwd=options["--volume"].split(":")[0],
            stdin=subprocess.DEVNULL, stdout=streams[1], stderr=streams[2], start_new_session=True,
            env={"PATH": os.environ["PATH"], "INSIDE": str(state), "NAME": name.name},
        )  # fmt: skip
    except OSError as fault:
        return say(streams, f"Error: crun: {fault}", 127)
    name.touch()
    inside.wait()
    name.unlink(missing_ok=True)
    return shell_status(inside.returncode)


def shell_status(status: int) -> int:
    """Return an exit status as a shell gives it."""
    return 128 - status if status < 0 else status


if __name__ == "__main__":
    main(Path(sys.argv[1]))
