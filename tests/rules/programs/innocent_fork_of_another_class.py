"""The classes for single systems fork; what this file makes is their base, which does not."""
import os


class Service:
    def __init__(self, name):
        self.name = name

    def control(self):
        raise NotImplementedError(self.name)


class LinuxService(Service):
    def execute(self):
        return os.fork()

    def control(self):
        return self.execute()


if __name__ == "__main__":
    service = Service("cron")
    service.control()
