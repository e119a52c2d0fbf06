"""``python -m assistant``: the command line without an installed script."""

from assistant.interfaces.cli import main

if __name__ == "__main__":
    main()
