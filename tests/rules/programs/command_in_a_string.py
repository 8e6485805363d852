"""A command line as one types it."""
import subprocess

subprocess.run("ls -l /tmp")  # finds: CFK952
