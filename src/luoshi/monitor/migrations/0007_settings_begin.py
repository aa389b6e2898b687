from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0006_tallies")]

    operations = [
        migrations.AddField(
            model_name="setting",
            name="begins_at",
            field=models.DateTimeField(null=True),
        ),
    ]
