"""Téléservice INSi: requests, answers and faults, without IO."""
