from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "goldenthread.background"
    label = "background"

    def ready(self):
        # The other areas' jobs are found by procrastinate, in their jobs.py; here that file is the tool itself.
        import goldenthread.background.nightly  # noqa: F401, PLC0415
