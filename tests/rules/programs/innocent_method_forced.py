"""Set the method where children do not, or by force."""
import multiprocessing

multiprocessing.set_start_method("spawn", force=True)
try:
    multiprocessing.set_start_method("spawn")
except RuntimeError:
    pass


def work():
    print("working")


if __name__ == "__main__":
    p = multiprocessing.Process(target=work)
    p.start()
    p.join()
