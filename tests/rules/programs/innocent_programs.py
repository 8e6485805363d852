"""Text with an encoding, commands as lists, or for a shell."""
import subprocess

print(subprocess.check_output(["git", "log"], text=True, encoding="utf-8"))
subprocess.run(["ls", "-l"], text=True)
subprocess.run("ls -l | wc", shell=True)
subprocess.run("true")
subprocess.run("C:/Program Files/Tool/tool.exe")
