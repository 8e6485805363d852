# "Why does this work on my Linux box and not on my colleague's Mac?"
from multiprocessing import Process


def greet(name):
    print("hello", name)


p = Process(target=greet, args=("bob",))
p.start()
p.join()
print("done", p.exitcode)
