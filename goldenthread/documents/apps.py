from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "goldenthread.documents"
    label = "documents"
