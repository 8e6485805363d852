"""Who knows better says so."""
from multiprocessing import Process

if __name__ == "__main__":
    p = Process(target=lambda: 1)  # canifork: ignore[pickle.lambda_target]
    q = Process(target=lambda: 1)  # canifork: ignore[CFK201, CFK202]
    r = Process(target=lambda: 1)  # canifork: ignore
    for one in (p, q, r):
        one.start()
