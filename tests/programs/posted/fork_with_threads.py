# "What is this DeprecationWarning about?"
import os
import threading

stop = threading.Event()
beat = threading.Thread(target=stop.wait)
beat.start()
child = os.fork()
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
stop.set()
beat.join()
print("child has ended")
