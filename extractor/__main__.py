"""`python -m extractor` is `ogi`."""

from extractor.cli.main import main

if __name__ == "__main__":
    main()
