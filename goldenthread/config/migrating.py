"""`goldenthread migrate`: Django's migrations, without drawing every model anew at each small step.

Django keeps a model of the tables as they were at each migration. When a constraint, an index or a plain column is
added it draws the changed model anew, and with it every model that is tied to it by a foreign key: here nearly all are,
through the case and the people. Only the model itself has changed. What is tied to it keeps its older drawing, which
Django calls delayed, and throws away before code of a migration may look at it (`clear_delayed_apps_cache`).
"""

import contextlib
import gc

from django.core.management import call_command
from django.db.migrations.state import ProjectState


@contextlib.contextmanager
def _only_what_changed():
    everything_tied = ProjectState._find_reload_model

    def find(self, app_label, model_name, delay=False):
        if not delay:
            return everything_tied(self, app_label, model_name)
        self.is_delayed = True
        return {(app_label, model_name)}

    ProjectState._find_reload_model = find
    # Old drawings are rubbish in circles: collected seldom, they cost memory for a moment and save a fifth of the time.
    often = gc.get_threshold()
    gc.set_threshold(20_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        ProjectState._find_reload_model = everything_tied


def migrate() -> None:
    """Bring the database to the newest form. Django must be set up under app_owner."""
    with _only_what_changed():
        call_command("migrate", verbosity=0, interactive=False)


if __name__ == "__main__":
    import django

    django.setup()
    migrate()
