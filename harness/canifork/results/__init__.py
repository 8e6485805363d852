"""Read, write, merge and verify results files."""
