"""The patterns of the rules: what is looked for in a program, a module for each subject."""
