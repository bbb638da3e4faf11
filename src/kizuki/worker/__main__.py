"""`python -m kizuki.worker [--until-idle]`."""

import sys

from kizuki.worker.process import main

sys.exit(main(sys.argv[1:]))
