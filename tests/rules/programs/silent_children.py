"""Set logging up, and wonder where the children's messages are."""
import logging
from multiprocessing import Pool

log = logging.getLogger(__name__)


def work(n):
    log.info("working on %s", n)  # finds: CFK304
    return n


def main():
    logging.basicConfig(level=logging.INFO)
    with Pool(2) as pool:
        pool.map(work, range(3))


if __name__ == "__main__":
    main()
