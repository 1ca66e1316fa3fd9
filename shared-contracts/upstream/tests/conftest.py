"""The kit is scripts, not a package: its folder is where its tests find them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
