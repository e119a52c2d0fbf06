"""``python -m assistant_eval``: the command line without an installed script."""

from assistant_eval.cli import main

if __name__ == "__main__":
    main()
