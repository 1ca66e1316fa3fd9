"""Run the service that this image was built for, as `python -m <service>` does."""

import os
import runpy

if __name__ == "__main__":
    runpy.run_module(os.environ["SERVICE"], run_name="__main__", alter_sys=True)
