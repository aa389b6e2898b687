from django.db import migrations, models

from luoshi.ledger import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerBookmark',
            fields=[
                ('pk', models.CompositePrimaryKey('ledger', 'follower', blank=True, editable=False, primary_key=True, serialize=False)),
                ('ledger', models.TextField()),
                ('follower', models.TextField()),
                ('position', models.BigIntegerField()),
            ],
            options={
                'db_table': 'ledger_bookmark',
            },
        ),
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('ledger', models.TextField(primary_key=True, serialize=False)),
                ('position', models.BigIntegerField()),
                ('digest', models.TextField()),
            ],
            options={
                'db_table': 'ledger_head',
            },
        ),
        migrations.CreateModel(
            name='LedgerSeal',
            fields=[
                ('pk', models.CompositePrimaryKey('ledger', 'size', blank=True, editable=False, primary_key=True, serialize=False)),
                ('ledger', models.TextField()),
                ('size', models.BigIntegerField()),
                ('root', models.TextField()),
                ('at', models.TextField()),
                ('previous_root', models.TextField()),
                ('key', models.TextField()),
                ('signature', models.TextField()),
                ('frontier', models.TextField()),
            ],
            options={
                'db_table': 'ledger_seal',
            },
        ),
        migrations.CreateModel(
            name='LedgerDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger', models.TextField()),
                ('size', models.BigIntegerField()),
                ('address', models.TextField()),
                ('delivered_at', models.TextField()),
            ],
            options={
                'db_table': 'ledger_delivery',
                'constraints': [models.UniqueConstraint(fields=('ledger', 'size', 'address'), name='ledger_delivery_once')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('ledger', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('ledger', models.TextField()),
                ('position', models.BigIntegerField()),
                ('matter', models.TextField()),
                ('kind', models.TextField()),
                ('happened_at', models.TextField()),
                ('recorded_at', models.TextField()),
                ('local_at', models.TextField()),
                ('unit', models.TextField()),
                ('post', models.TextField()),
                ('officer', models.TextField()),
                ('to_unit', models.TextField()),
                ('actor_kind', models.TextField()),
                ('actor', models.TextField()),
                ('law', models.TextField()),
                ('occasion', models.TextField()),
                ('corrects', models.BigIntegerField(null=True)),
                ('source', models.TextField()),
                ('source_row', models.TextField()),
                ('source_digest', models.TextField()),
                ('payload', models.TextField()),
                ('salt', models.TextField()),
                ('previous_digest', models.TextField()),
                ('digest', models.TextField()),
            ],
            options={
                'db_table': 'ledger_entry',
                'indexes': [models.Index(fields=['ledger', 'matter', 'position'], name='ledger_entry_matter'), models.Index(condition=models.Q(('corrects__isnull', False)), fields=['ledger', 'corrects'], name='ledger_entry_corrects')],
                'constraints': [models.UniqueConstraint(fields=('ledger', 'occasion'), name='ledger_entry_occasion')],
            },
        ),
        migrations.RunPython(install, remove),
    ]
