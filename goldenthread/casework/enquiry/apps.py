from django.apps import AppConfig


class EnquiryConfig(AppConfig):
    name = "goldenthread.casework.enquiry"
    label = "enquiry"
