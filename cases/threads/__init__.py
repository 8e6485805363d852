"""Threads: threading"""
