"""Programs that are asked only where they are installed, which is on some systems."""
import shutil
import subprocess
import sysconfig


def lsblk():
    binary = shutil.which("lsblk")
    if not binary:
        return ""
    return subprocess.check_output([binary, "--list"], text=True)


def compiler():
    CC = sysconfig.get_config_var("CC")
    if not CC:
        return ""
    return subprocess.run([CC, "--version"], stdout=subprocess.PIPE, text=True).stdout


print(lsblk(), compiler())
