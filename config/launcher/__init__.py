"""What ./start and ./test are made of: standard library only, no Django, no packages."""
