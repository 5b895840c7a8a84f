from django.apps import AppConfig


class GovukConfig(AppConfig):
    """The look of the product. No tables."""

    name = "goldenthread.govuk"
    label = "govuk"
    verbose_name = "Pages and forms"
