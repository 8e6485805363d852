"""Thread-local data"""
