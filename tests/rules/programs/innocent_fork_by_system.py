"""Take the method that suits the system."""
import multiprocessing
import sys


def work():
    print("working")


def main():
    method = "spawn" if sys.platform == "win32" else "fork"
    ctx = multiprocessing.get_context(method)
    p = ctx.Process(target=work)
    p.start()
    p.join()


if __name__ == "__main__":
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
    main()
