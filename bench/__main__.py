"""`python -m bench [NAME…]`: run the benches (every module here with a `run()`), print one table of ratios."""

import importlib
import pkgutil
import sys

import bench


def main() -> None:
    asked = sys.argv[1:]
    names = [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name not in ("__main__", "rows")]
    unknown = [name for name in asked if name not in names]
    if unknown:
        sys.exit(f"There is no bench {', '.join(unknown)}; there are {', '.join(names)}.")
    print(f"{'bench':<58} {'measured':>12} {'floor':>12} {'ratio':>9}  goal")
    for name in asked or names:
        module = importlib.import_module(f"bench.{name}")
        if not hasattr(module, "run"):
            continue
        for row in module.run():
            ratio = f"{row.ratio:9.2f}" if row.floor else f"{'':>9}"
            print(
                f"{row.name:<58} {row.measured:>9.3f} {row.unit:<2} {row.floor:>9.3f} {row.unit:<2} {ratio}  {row.goal}",
                flush=True,
            )


main()
