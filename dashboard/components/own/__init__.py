"""What people teach: labels put on windows, what is learned from them, and what it says of calls."""
