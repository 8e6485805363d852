"""What crosses to a spawned child"""
