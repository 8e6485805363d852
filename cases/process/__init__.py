"""multiprocessing.Process"""
