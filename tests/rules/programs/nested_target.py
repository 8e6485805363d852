"""Run with a timeout: the recipe that is copied most."""
from multiprocessing import Process


def run_with_timeout(seconds, function):
    def wrapper():
        function()

    p = Process(target=wrapper)  # finds: CFK202
    p.start()
    p.join(seconds)
    if p.is_alive():
        p.terminate()


if __name__ == "__main__":
    run_with_timeout(1, print)
