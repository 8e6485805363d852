"""Classes of other libraries have the same names."""
from psutil import Process
from ray.util.multiprocessing import Pool

p = Process(1)
p.start()
pool = Pool(70)
pool.map(lambda n: n, [1, 2])
