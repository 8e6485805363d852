"""A method that the file does not tell."""
import multiprocessing
import sys

if __name__ == "__main__" and sys.platform != "win32":
    ctx = multiprocessing.get_context(sys.argv[1])
    p = ctx.Process(target=lambda: print("maybe"))
    p.start()
    p.join()
