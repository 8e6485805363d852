"""Fork for the whole program.  targets: linux, macos"""
import multiprocessing

multiprocessing.set_start_method("fork")
p = multiprocessing.Process(target=lambda: print("hello"))
p.start()
p.join()
