from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sealed', '0002_purpose_without_choices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger', models.CharField(max_length=40)),
                ('matter', models.CharField(max_length=200)),
                ('number', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('given_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('ended_at', None)), fields=['ledger', 'number'], name='code_by_number'),
                    models.Index(fields=['ledger', 'matter'], name='code_by_matter'),
                ],
            },
        ),
    ]
