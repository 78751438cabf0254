"""`python -m voicebot.simphone`: see `cli` for the environment it reads."""

import os
import sys

from voicebot.simphone.cli import main

if __name__ == "__main__":
    sys.exit(main(dict(os.environ)))
