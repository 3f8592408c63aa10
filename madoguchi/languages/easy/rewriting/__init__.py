"""A draft in やさしい日本語 for staff, one step a module. A person must read it; nothing here runs
while residents are answered.
"""
