"""Datamatrix INS and other codes: payloads and symbols, without IO."""
