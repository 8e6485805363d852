"""A function that forks if it is asked to, and the file does not ask."""
import os


def run(command, daemonize=False):
    if not daemonize:
        return os.system(command)
    return os.fork()


class Service:
    def start(self, command, *, apart=False):
        if apart:
            os.fork()
        return command


run("true")
run("true", False)
Service().start("true")
