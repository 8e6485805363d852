# "EOFError: EOF when reading a line, but only in the process"
from multiprocessing import Process


def ask():
    print("hello", input("name? "))


if __name__ == "__main__":
    process = Process(target=ask)
    process.start()
    process.join()
