from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0002_working_on_cases'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('applicant', ''), _negated=True), fields=['ledger', 'applicant'], name='matter_by_applicant'),
        ),
    ]
