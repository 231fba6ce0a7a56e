"""Client of the téléservice INSi."""
