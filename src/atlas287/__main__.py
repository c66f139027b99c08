"""python -m atlas287"""

from atlas287.cli import main

if __name__ == "__main__":
    main(prog_name="atlas287")
