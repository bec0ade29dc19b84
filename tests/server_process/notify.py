"""Stands in for systemd: starts a program with a notification socket and prints what it is told.

    python3 notify.py SOCKET PROGRAM WORD...

One line for each datagram, its lines joined by blanks; the program's own output goes to stderr.
A line on standard input is sent to the program as a signal: "HUP", "TERM".
"""

import os
import selectors
import signal
import socket
import subprocess
import sys

path, command = sys.argv[1], sys.argv[2:]
inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
inbox.bind("\0" + path[1:] if path.startswith("@") else path)
environment = {**os.environ, "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "200000"}
program = subprocess.Popen(command, env=environment, stdout=sys.stderr)

events = selectors.DefaultSelector()
events.register(inbox, selectors.EVENT_READ)
events.register(sys.stdin, selectors.EVENT_READ)
ended = os.pidfd_open(program.pid)
events.register(ended, selectors.EVENT_READ)

while True:
    ready = {key.fileobj for key, _ in events.select()}
    if inbox in ready:
        print(inbox.recv(4096).decode().strip().replace("\n", " "), flush=True)
    elif sys.stdin in ready:
        word = sys.stdin.readline().strip()
        if word:
            program.send_signal(getattr(signal, "SIG" + word))
        else:
            events.unregister(sys.stdin)
    elif ended in ready:
        print("EXIT", program.wait(), flush=True)
        break
