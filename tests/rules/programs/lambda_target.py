"""A lambda is short."""
import multiprocessing

if __name__ == "__main__":
    p = multiprocessing.Process(target=lambda: print("hello"))  # finds: CFK201
    p.start()
    p.join()
