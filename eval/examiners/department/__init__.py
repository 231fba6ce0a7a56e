"""The department's examiner: the papers that a departmental hospital centre receives and produces.

Left unread until 2026-11-24: its pages were then read, and may be learnt from.
"""
