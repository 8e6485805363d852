"""Ask for the size, and be ready for macOS."""
from multiprocessing import Queue

if __name__ == "__main__":
    tasks = Queue()
    try:
        print(tasks.qsize())
    except NotImplementedError:
        print("nobody knows")
