"""The models for translation and speech: got, checked, installed; never at run time."""
