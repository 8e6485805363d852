"""Functions that only others call: on which systems, this file does not tell."""
import asyncio
import os
import signal
import subprocess


def daemonize():
    if os.fork():
        os._exit(0)


def version():
    return subprocess.check_output(["git", "--version"], text=True)


class Worker:
    def handle(self):
        asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, self.stop)

    def stop(self):
        daemonize()
