from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_recipients")]

    operations = [
        migrations.AddField("broughtback", "tracked", models.PositiveIntegerField(default=0)),
        migrations.AddField("broughtback", "comments", models.PositiveIntegerField(default=0)),
    ]
