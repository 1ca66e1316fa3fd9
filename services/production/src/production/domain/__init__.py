"""What production knows about writing a campaign, free of any machinery."""
