"""Quality control: reads a draft against its brief and strategy, and says whether it may be delivered."""
