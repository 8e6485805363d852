"""dill pickles lambdas."""
import dill
import multiprocessing

if __name__ == "__main__":
    print(dill.dumps(lambda: 1))
    p = multiprocessing.Process(target=lambda: print("hello"))
    p.start()
    p.join()
