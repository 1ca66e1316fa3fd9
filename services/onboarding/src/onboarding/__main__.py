"""Run the onboarding service: `python -m onboarding`."""

from onboarding.app import main

if __name__ == "__main__":
    main()
