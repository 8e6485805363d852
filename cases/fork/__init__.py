"""os.fork"""
