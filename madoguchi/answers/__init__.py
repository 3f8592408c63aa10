"""What the assistant answers: each module turns facts of the catalogue into messages."""
