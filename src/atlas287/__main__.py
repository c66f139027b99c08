"""python -m atlas287"""

from atlas287.cli import main

main(prog_name="atlas287")
