#!/usr/bin/env python
"""Django's command line for Precert."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the named command with development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
