"""Read a block of memory that another program has made."""
import sys
from multiprocessing.shared_memory import SharedMemory

block = SharedMemory(name=sys.argv[1])  # finds: CFK504
print(bytes(block.buf[:10]))
block.close()
