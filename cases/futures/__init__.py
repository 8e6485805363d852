"""Pools of threads and processes: concurrent.futures"""
