"""A Python program that SIGINT ends has the exit code 1 until 3.7, -2 since 3.8; none on Windows.

SIGINT raises KeyboardInterrupt.  Where nothing catches it, Python ended like after any other
error.  Since 3.8 it ends itself by the same signal, so that whoever started it, a shell's loop
for one, can tell.  On Windows send_signal() knows SIGTERM and the console's events only.
"""
import signal
import subprocess
import sys

from cases._patience import next_line, seconds_left
from cases._show import Undecided, show

SEEN = ["https://github.com/nat-n/poethepoet/issues/42", "https://github.com/ros2/launch/pull/94"]
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#subprocess.Popen.send_signal",
    "https://github.com/python/cpython/pull/11862",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/subprocess.py#L1663-L1675",
]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"sent": "ValueError"},
     "because": "a process on Windows can be sent no SIGINT"},
    {"when": {"python": "<3.8"}, "sees": {"sent": "yes", "exit_code": 1},
     "because": "an uncaught KeyboardInterrupt was an error like others"},
    {"when": {}, "sees": {"sent": "yes", "exit_code": -2},
     "because": "Python gives SIGINT, whose number is 2, back to the system and sends it itself"},
]
SLEEP = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)
print("begun", flush=True)
for _ in range(600):
    time.sleep(0.1)  # short, as a signal right before a sleep is handled only after it
"""


def observe():
    process = subprocess.Popen([sys.executable, "-c", SLEEP],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        next_line(process.stdout)
        process.send_signal(signal.SIGINT)
        return {"sent": "yes", "exit_code": process.wait(seconds_left())}
    except ValueError:
        return {"sent": "ValueError"}
    except subprocess.TimeoutExpired:
        raise Undecided("the program had not ended when time was up")
    finally:
        process.kill()
        process.communicate()


if __name__ == "__main__":
    show(observe)
