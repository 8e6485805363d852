"""Count words in threads.  targets: linux; python>=3.13; free_threaded=true"""
import collections
import threading

counts = collections.Counter()


def count(words):
    for word in words:
        counts[word] += 1  # finds: CFK903


for _ in range(4):
    threading.Thread(target=count, args=(["a", "b"],)).start()
