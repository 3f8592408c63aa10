"""Submitted applications: receipt numbers, the store, status changes and the export."""
