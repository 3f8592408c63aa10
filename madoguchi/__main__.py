"""``python -m madoguchi``: the command line."""

from madoguchi.cli import main

if __name__ == "__main__":  # processes that a command starts import this file too
    main(prog_name="./mado")
