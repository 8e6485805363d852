"""Other ways to write a guard."""
import multiprocessing
import sys


def work():
    print("working")


def main():
    p = multiprocessing.Process(target=work)
    p.start()
    p.join()


if "__main__" == __name__:
    main()
if __name__ == "__main__" and len(sys.argv) > 1:
    main()
if __name__ != "__main__":
    print("imported")
else:
    main()
if multiprocessing.parent_process() is None:
    main()
