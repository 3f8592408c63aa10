"""Speech: recognised, synthesised, and led as a conversation. No sound is ever stored."""
