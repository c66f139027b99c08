"""Start of the command line, as whole processes, against a bare interpreter."""

from __future__ import annotations

from common import median, run

RUNS = 11
COMMANDS = {
    "--help": ["-m", "atlas287", "--help"],
    "count agreements": ["-m", "atlas287", "count", "agreements"],
    "count agreements --by month": ["-m", "atlas287", "count", "agreements", "--by", "month"],
    "nation": ["-m", "atlas287", "nation"],
    "state OH": ["-m", "atlas287", "state", "OH"],
}


def main() -> None:
    run(["-c", "pass"])
    for name, command in COMMANDS.items():
        run(command)
        pairs = [(run(["-c", "pass"])[0], run(command)[0]) for _ in range(RUNS)]
        ratio = median([ours / bare for bare, ours in pairs])
        print(f"{name:30} {median([ours for _, ours in pairs]):5.3f} s   {ratio:5.1f} bare interpreters")


if __name__ == "__main__":
    main()
