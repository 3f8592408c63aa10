"""``python -m madoguchi``: the command line."""

from madoguchi.cli import main

main(prog_name="./mado")
