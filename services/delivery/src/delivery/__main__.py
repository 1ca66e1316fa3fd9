"""Run the delivery service: `python -m delivery`."""

from chassis.launch import launch

if __name__ == "__main__":
    launch("delivery.app")
