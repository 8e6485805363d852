"""Messages between processes"""
