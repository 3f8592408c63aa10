"""LINE: the Messaging API's webhook in, replies and pushes out."""
