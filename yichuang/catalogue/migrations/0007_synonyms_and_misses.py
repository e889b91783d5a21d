"""What people say for what the catalogue says, and what they look for in vain."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_succession_lists_and_presence'),
        ('offices', '0003_supervisors_are_posted'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=40, verbose_name='查找的词')),
                ('times', models.PositiveIntegerField(verbose_name='次数')),
                ('since', models.DateField(verbose_name='第一次')),
                ('last', models.DateField(verbose_name='最近一次')),
                ('settled', models.BooleanField(default=False, verbose_name='已处理')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offices.centre')),
            ],
            options={
                'verbose_name': '没有查到的词',
                'indexes': [models.Index(fields=['centre', 'times', 'last'], name='miss_by_number')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'words'), name='miss_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(max_length=40, verbose_name='群众的说法')),
                ('heard', models.CharField(help_text='how `said` sounds, as the search compares it', max_length=300)),
                ('meant', models.CharField(max_length=60, verbose_name='目录的说法')),
                ('since', models.DateField(verbose_name='启用日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.centre', verbose_name='政务服务中心')),
            ],
            options={
                'verbose_name': '同义词',
                'indexes': [models.Index(fields=['heard'], name='synonym_heard')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('centre', 'heard', 'meant'), name='synonym_used_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='synonym_ends_after_start')],
            },
        ),
    ]
