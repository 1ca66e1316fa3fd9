"""Run the onboarding service: `python -m onboarding`."""

from chassis.launch import launch

if __name__ == "__main__":
    launch("onboarding.app")
