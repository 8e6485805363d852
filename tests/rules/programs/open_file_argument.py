"""Log into one file from two processes."""
from multiprocessing import Process


def log(file, text):
    file.write(text)


if __name__ == "__main__":
    with open("log.txt", "w") as file:
        p = Process(target=log, args=(file, "one\n"))  # finds: CFK206
        p.start()
        p.join()
