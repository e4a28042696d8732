"""`make bench [ARGS="house month language"]`: each part prints its figures and what they mean."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

PARTS = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main() -> None:
    for name in sys.argv[1:] or PARTS:
        print(f"\n== {name}", flush=True)
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
