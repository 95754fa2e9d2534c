"""Starts Synapse with the configuration that is named, and ends it when standard input ends: with the test."""

import os
import sys
import threading

from signedjson.key import generate_signing_key, write_signing_keys
from synapse.app.homeserver import main


def end_with_the_test():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_the_test, daemon=True).start()
if not os.path.exists("signing.key"):
    with open("signing.key", "w") as file:
        write_signing_keys(file, [generate_signing_key("a")])
main()
