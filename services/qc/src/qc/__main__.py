"""Run the qc service: `python -m qc`."""

from qc.app import main

if __name__ == "__main__":
    main()
