"""Where templates are. Imports nothing, so that settings may ask."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def template_dirs() -> list[Path]:
    """Every folder called `templates` in the package, in a settled order.

    Each area keeps its own in `<area>/templates/<area>/`, so names cannot clash.
    """
    return sorted(folder for folder in PACKAGE.glob("**/templates") if folder.is_dir())
