"""Take what is there, until it is empty."""
import multiprocessing

if __name__ == "__main__":
    q = multiprocessing.Queue()
    for n in range(3):
        q.put(n)
    while not q.empty():  # finds: CFK506
        print(q.get())
