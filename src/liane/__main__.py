"""``python -m liane``: the same as the command ``liane``."""

from liane.cli.main import main

if __name__ == "__main__":
    main()
