"""Read what another program says."""
import subprocess

print(subprocess.check_output(["git", "log", "-1"], text=True))  # finds: CFK951
