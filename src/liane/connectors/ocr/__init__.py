"""Engines that read pictures of pages: programs and models of this machine, nothing over the network."""
