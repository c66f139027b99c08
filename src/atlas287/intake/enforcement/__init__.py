"""Tables of enforcement: recognised by their columns, read from any usual format, encoded, described."""
