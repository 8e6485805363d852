"""Several interpreters in one process"""
