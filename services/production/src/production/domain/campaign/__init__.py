"""The sections that the strategy campaign packages add, and what they share: trade, aim, short phrases."""
