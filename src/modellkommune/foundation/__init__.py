"""What several rooms need: municipalities, keys, journal, services, places, registers, files, identity."""
