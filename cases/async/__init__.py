"""Asynchronous I/O"""
