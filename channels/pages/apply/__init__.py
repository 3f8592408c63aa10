"""The whole form of a procedure as one page, over the draft that the chat uses: ``/apply/{id}``."""
