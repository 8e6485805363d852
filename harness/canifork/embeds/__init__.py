"""Claims in other people's documents: what can be shown, and a module for each tool that shows it."""
