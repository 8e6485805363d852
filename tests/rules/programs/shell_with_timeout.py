"""Give up on a command after a while."""
import subprocess

subprocess.run("make test", shell=True, capture_output=True, timeout=60)  # finds: CFK953
