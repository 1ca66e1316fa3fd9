"""Run the strategy service: `python -m strategy`."""

from chassis.launch import launch

if __name__ == "__main__":
    launch("strategy.app")
