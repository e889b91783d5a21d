"""The search looks through terms, each with the entries it tells most of. Entries are made anew by `enter_items`."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_review_before_publishing'),
    ]

    operations = [
        migrations.DeleteModel(name='SearchEntry'),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lines', models.JSONField(help_text='each name: its kind, how it is written, its units, their sounds')),
                ('service_objects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), help_text='empty: anyone', size=None)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.itemversion')),
            ],
            options={
                'verbose_name': '检索条目',
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=60)),
                ('weight', models.FloatField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.searchentry')),
            ],
            options={
                'verbose_name': '检索词',
                'indexes': [models.Index(models.F('term'), models.OrderBy(models.F('weight'), descending=True), include=('entry',), name='search_term')],
            },
        ),
    ]
