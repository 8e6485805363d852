"""When to use several tasks at all"""
