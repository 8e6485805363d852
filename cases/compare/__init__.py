"""Process or thread"""
