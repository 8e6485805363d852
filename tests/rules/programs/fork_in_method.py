"""A daemon of one's own that the file itself starts, by an object of its class and by its own methods."""
import os


class Daemon:
    def detach(self):
        if os.fork():  # finds: CFK401
            os._exit(0)

    def start(self):
        self.detach()


class Logger(Daemon):
    def again(self):
        return os.forkpty()  # finds: CFK401

    def run(self):
        self.start()
        self.again()


daemon = Daemon()
daemon.start()
with open(os.devnull) as nothing:
    Logger().run()
