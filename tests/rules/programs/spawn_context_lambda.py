"""Spawn on every system, so this never works."""
import multiprocessing as mp

if __name__ == "__main__":
    ctx = mp.get_context("spawn")
    p = ctx.Process(target=lambda: None)  # finds: CFK201
    p.start()
    p.join()
