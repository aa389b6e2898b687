from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_tree")]

    operations = [
        migrations.AddField("node", "behind_on", models.DateField(null=True)),
        migrations.AddField("node", "place", models.CharField(default="", max_length=440), preserve_default=False),
        migrations.RunSQL("UPDATE tasks_node SET place = path || matter", migrations.RunSQL.noop),
        migrations.AddIndex("node", models.Index(fields=["ledger", "place"], name="node_by_place")),
        migrations.AddIndex("node", models.Index(fields=["ledger", "behind_on"], name="node_behind")),
    ]
