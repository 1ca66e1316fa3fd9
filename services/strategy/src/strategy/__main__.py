"""Run the strategy service: `python -m strategy`."""

from strategy.app import main

if __name__ == "__main__":
    main()
