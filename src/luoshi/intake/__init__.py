"""Adapters: CSV, XES and HTTP batches become entries."""
