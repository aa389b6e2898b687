"""The monitoring wall (电子监察大屏): what comes in, goes out, is due and late, by unit, as it happens.

Everything on it is read from stored numbers and short index ranges, so that an update costs the same however
long the history is. A wall asks every few seconds whether anything changed; the answer costs one query.
"""
