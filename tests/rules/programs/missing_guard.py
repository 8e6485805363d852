"""Start a process, as the first example in many a tutorial does."""
from multiprocessing import Process


def greet(name):
    print("hello", name)


p = Process(target=greet, args=("bob",))
p.start()  # finds: CFK101
p.join()
