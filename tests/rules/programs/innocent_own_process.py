"""A class of one's own has the same name."""


class Process:
    def __init__(self, target):
        self.target = target

    def start(self):
        self.target()


p = Process(target=lambda: print("hello"))
p.start()
