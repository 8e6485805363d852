"""Choose spawn for CUDA's sake, at the top."""
import multiprocessing

multiprocessing.set_start_method("spawn")  # finds: CFK104


def work():
    print("working")


if __name__ == "__main__":
    p = multiprocessing.Process(target=work)
    p.start()
    p.join()
