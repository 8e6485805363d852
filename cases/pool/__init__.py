"""A pool of processes: multiprocessing.Pool"""
