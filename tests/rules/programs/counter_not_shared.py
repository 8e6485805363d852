"""Count in processes with a global."""
import multiprocessing

counter = 0


def work():
    global counter
    counter += 1


if __name__ == "__main__":
    p = multiprocessing.Process(target=work)
    p.start()
    p.join()
    print(counter)  # finds: CFK302
