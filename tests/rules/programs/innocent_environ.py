"""The environment is set before anything is started; a child sets logging up for itself."""
import logging
import os
import random
from multiprocessing import Process


def work():
    logging.basicConfig(level=logging.INFO)
    logging.info("working with %s", random.random())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    os.environ["OMP_NUM_THREADS"] = "1"
    jobs = [Process(target=work) for _ in range(2)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
