"""``python -m cliptrial``."""

from cliptrial.cli import main

if __name__ == "__main__":
    main()
