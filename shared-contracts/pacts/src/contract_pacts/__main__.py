"""`python -m contract_pacts`: write the pacts, verify them, and tell whether a version may go live."""

from contract_pacts.commands import main

if __name__ == "__main__":
    main()
