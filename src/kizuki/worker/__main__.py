"""`python -m kizuki.worker [--until-idle]`."""

import os
import sys

from kizuki.worker.process import main

os.umask(0o077)
sys.exit(main(sys.argv[1:]))
