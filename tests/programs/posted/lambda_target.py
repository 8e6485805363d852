# "AttributeError: Can't pickle local object since I upgraded"
import multiprocessing as mp


def main():
    q = mp.Queue()
    p = mp.Process(target=lambda: q.put(6 * 7))
    p.start()
    print("answer:", q.get())
    p.join()


if __name__ == "__main__":
    main()
