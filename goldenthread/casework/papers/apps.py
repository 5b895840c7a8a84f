from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "goldenthread.casework.papers"
    label = "papers"

    def ready(self):
        # The template manager asks what fills a report; it lies below this area and cannot look up.
        from goldenthread.casework.papers.values import register  # noqa: PLC0415 (after the models are loaded)

        register()
