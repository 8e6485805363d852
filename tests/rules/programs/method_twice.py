"""Choose the start method, and once more."""
import multiprocessing as mp


def work():
    pass


if __name__ == "__main__":
    mp.set_start_method("spawn")
    p = mp.Process(target=work)
    p.start()
    p.join()
    mp.set_start_method("forkserver")  # finds: CFK105, CFK401
    p = mp.Process(target=work)
    p.start()
    p.join()
