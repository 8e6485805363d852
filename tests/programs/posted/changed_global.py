# "The worker does not see my settings"
import multiprocessing

settings = {"verbose": False}


def work(queue):
    queue.put(settings["verbose"])


if __name__ == "__main__":
    settings["verbose"] = True
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=work, args=(queue,))
    process.start()
    print("the worker is verbose:", queue.get())
    process.join()
