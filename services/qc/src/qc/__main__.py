"""Run the qc service: `python -m qc`."""

from chassis.launch import launch

if __name__ == "__main__":
    launch("qc.app")
