# "A SemLock created in a fork context is being shared with a process in a spawn context"
import multiprocessing


def work(lock):
    with lock:
        print("in")


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    process = multiprocessing.get_context("spawn").Process(target=work, args=(lock,))
    process.start()
    process.join()
    print(process.exitcode)
