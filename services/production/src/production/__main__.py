"""Run the production service: `python -m production`."""

from chassis.launch import launch

if __name__ == "__main__":
    launch("production.app")
