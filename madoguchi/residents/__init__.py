"""What residents have told us about how they want to be served."""
