"""Give each child a device of its own, by its environment."""
import multiprocessing
import os


def work():
    print(os.environ["CUDA_VISIBLE_DEVICES"])


if __name__ == "__main__":
    jobs = []
    for device in range(2):
        os.environ["CUDA_VISIBLE_DEVICES"] = str(device)  # finds: CFK303
        job = multiprocessing.Process(target=work)
        job.start()
        jobs.append(job)
    for job in jobs:
        job.join()
