"""`python -m extractor` is `ogi`."""

from extractor.cli import main

if __name__ == "__main__":
    main()
