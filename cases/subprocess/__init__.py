"""Other programs: subprocess"""
