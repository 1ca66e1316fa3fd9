"""Run the production service: `python -m production`."""

from production.app import main

if __name__ == "__main__":
    main()
