"""Press Ctrl-C while the main thread waits, and see whether that ends the wait."""
import ctypes
import os
import signal
import sys
import threading
import time

LOOKS = 40  # turns of 0.05 s for the helper, in which the main thread has its turns too


def _press(main, let_go, released, done):
    """Press it when the main thread waits; end the wait if that has not ended it."""
    places = [None]
    while len(places) < 6 or len(set(places[-5:])) > 1:
        time.sleep(0.05)
        places.append(sys._current_frames()[main].f_lasti)
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)
    else:
        getattr(ctypes.CDLL("ucrtbase"), "raise")(signal.SIGINT)  # what Windows calls on Ctrl-C
    if not any(done.wait(0.05) for _ in range(LOOKS)):
        released.set()
        let_go()


def while_waiting(wait, let_go):
    """Press Ctrl-C in wait(), called by the main thread: does it end the wait? "interrupted" or "waits".

    What is not interrupted is ended with let_go().
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started us may ignore it
    released, done = threading.Event(), threading.Event()
    threading.Thread(target=_press, daemon=True,
                     args=(threading.get_ident(), let_go, released, done)).start()
    try:
        wait()
        while True:
            time.sleep(0.05)
    except KeyboardInterrupt:
        done.set()
        return "waits" if released.is_set() else "interrupted"
