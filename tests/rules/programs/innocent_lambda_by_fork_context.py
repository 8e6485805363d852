"""Fork by name, and a lambda.  targets: linux, macos"""
import multiprocessing

if __name__ == "__main__":
    ctx = multiprocessing.get_context("fork")
    p = ctx.Process(target=lambda: print("hello"))
    p.start()
    p.join()
