"""What helps to make the house, and is no part of it."""
