"""What keeps the contracts true: schemas and their history, AsyncAPI documents, and who sends and handles what."""
