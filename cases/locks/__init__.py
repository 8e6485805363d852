"""Locks between threads"""
