"""Run the delivery service: `python -m delivery`."""

from delivery.app import main

if __name__ == "__main__":
    main()
