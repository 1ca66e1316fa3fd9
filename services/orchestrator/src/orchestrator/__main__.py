"""Run the orchestrator service: `python -m orchestrator`."""

from chassis.launch import launch

if __name__ == "__main__":
    launch("orchestrator.app")
