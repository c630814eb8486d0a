"""Wiring only; no other package imports this one.

Kept free of imports: ./start reads config.launcher before any package is installed.
"""
