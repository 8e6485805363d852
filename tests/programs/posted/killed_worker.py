# "The OOM killer took one worker, and now my script just sits there"
import os
import signal
from multiprocessing import Pool


def work(x):
    if x == 3:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return x


if __name__ == "__main__":
    pool = Pool(2)
    print(pool.map(work, range(6), chunksize=1))
