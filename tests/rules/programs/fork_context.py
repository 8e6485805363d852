"""Ask for fork wherever this runs."""
import multiprocessing


def work():
    print("forked")


if __name__ == "__main__":
    ctx = multiprocessing.get_context("fork")  # finds: CFK401
    p = ctx.Process(target=work)
    p.start()
    p.join()
