"""Processes on several machines"""
