"""The city's examiner: what private clinics and town practices, laboratories and home-care providers of a big city exchange.

Left unread until 2026-11-24: its pages were then read, and may be learnt from.
"""
