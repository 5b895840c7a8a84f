"""The templates of the report to court that come with the product: built here, described field by field, with a family
that never was for the preview."""

from pathlib import Path

HERE = Path(__file__).parent


def path_of(language: str) -> Path:
    """Where the template of a language lies; the English one where there is none."""
    there = HERE / f"report.{language}.docx"
    return there if there.exists() else HERE / "report.en-gb.docx"
