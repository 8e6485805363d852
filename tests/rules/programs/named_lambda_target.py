"""A lambda with a name is still a lambda."""
from multiprocessing import Process

say = lambda word: print(word)

if __name__ == "__main__":
    p = Process(target=say, args=("hello",))  # finds: CFK201
    p.start()
    p.join()
