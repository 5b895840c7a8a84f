"""The wall: what hangs on a case stands behind it, and a protected paper behind that of protected contact details."""

from django.db import migrations

from goldenthread.access.wall import append_only, behind_the_wall, history


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("access", "0002_wall"), ("cases", "0002_wall")]

    operations = [
        behind_the_wall("papers_paper", also="NOT protected OR gt_may_open_contact(case_id)"),
        # The question goes through the policy of the paper itself.
        behind_the_wall("papers_paperbody", also="EXISTS (SELECT 1 FROM papers_paper p WHERE p.id = paper_id)"),
        behind_the_wall("papers_direction"),
        behind_the_wall("papers_copy"),
        behind_the_wall("papers_withheld"),
        behind_the_wall("papers_broughtback"),
        append_only("papers_paperbody"),
        history("papers_paper", "name"),
        history("papers_direction"),
        history("papers_copy"),
        history("papers_broughtback"),
    ]
