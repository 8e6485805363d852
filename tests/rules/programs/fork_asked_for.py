"""A function that forks if it is asked to, and the file asks."""
import os


def run(command, daemonize=False):
    if daemonize:
        return os.fork()  # finds: CFK401
    return os.system(command)


class Service:
    def start(self, command, apart):
        if not apart:
            return command
        return os.fork()  # finds: CFK401


run("true")
run("true", daemonize=True)
Service().start("true", len(os.environ))
