"""Plan the jobs of CI, and collect what they measured."""
