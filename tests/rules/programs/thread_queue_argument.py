"""A queue of the wrong module."""
import multiprocessing
import queue


def work(results):
    results.put(42)


if __name__ == "__main__":
    results = queue.Queue()
    p = multiprocessing.Process(target=work, args=(results,))  # finds: CFK207
    p.start()
    p.join()
    print(results.get())
