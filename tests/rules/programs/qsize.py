"""Watch a queue's size."""
import multiprocessing

if __name__ == "__main__":
    tasks = multiprocessing.Queue()
    for n in range(5):
        tasks.put(n)
    print(tasks.qsize())  # finds: CFK502
