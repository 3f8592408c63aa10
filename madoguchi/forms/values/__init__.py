"""Values that residents type or speak into a form, read alone or out of a sentence.

One module per noun. Each offers ``parse_<noun>``, which returns the value or raises
:class:`madoguchi.errors.InvalidValueError` with a short Japanese message, and most offer
``find_<noun>s``, which finds values inside a longer sentence as :class:`~.found.Found`.
"""
