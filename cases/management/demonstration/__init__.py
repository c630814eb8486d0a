"""Everything the demonstration is made of; all people and places in it are made up."""
