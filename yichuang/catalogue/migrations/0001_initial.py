"""Items, their dated versions, and what the search looks through."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('offices', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='事项编码')),
                ('subject_area', models.CharField(max_length=60, verbose_name='领域')),
                ('national_code', models.CharField(blank=True, default='', max_length=50, verbose_name='国家编码')),
                ('local_code', models.CharField(blank=True, default='', max_length=100, verbose_name='地方编码')),
                ('created_at', models.DateTimeField()),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.centre', verbose_name='政务服务中心')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.department', verbose_name='实施部门')),
            ],
            options={
                'verbose_name': '政务服务事项',
            },
        ),
        migrations.CreateModel(
            name='ItemVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本号')),
                ('name', models.CharField(max_length=200, verbose_name='事项名称')),
                ('name_en', models.CharField(blank=True, default='', max_length=300, verbose_name='英文名称')),
                ('status', models.CharField(choices=[('draft', '编制中'), ('published', '已发布'), ('paused', '已暂停'), ('cancelled', '已取消')], default='draft', max_length=10, verbose_name='状态')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='生效日期')),
                ('effective_until', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ('content', models.JSONField(default=dict, verbose_name='内容')),
                ('content_digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.CharField(blank=True, default='', max_length=500, verbose_name='来源')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.item')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.account')),
            ],
            options={
                'verbose_name': '事项版本',
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('text', models.TextField(help_text='each name on a line of its own, in small letters, name first')),
                ('sound', models.TextField(help_text='the same as it sounds: pinyin, joined and spaced; ASCII in any locale')),
                ('initials', models.TextField(help_text='first letters of the pinyin of each name, a line each')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), help_text='the words of the names, the area and the department', size=None)),
                ('service_objects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), help_text='empty: anyone', size=None)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.itemversion')),
            ],
            options={
                'verbose_name': '检索条目',
            },
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['centre', 'subject_area', 'code'], name='item_of_area'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['department', 'code'], name='item_of_department'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Za-z0-9][A-Za-z0-9._-]*$')), name='item_code_written'),
        ),
        migrations.AddIndex(
            model_name='itemversion',
            index=models.Index(fields=['item', 'effective_from'], name='item_version_in_force'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(fields=('item', 'number'), name='item_version_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'published', 'paused', 'cancelled'])), name='item_version_status_known'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('content_digest__regex', '^[0-9a-f]{64}$')), name='item_version_digest_written'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(('effective_from__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='item_version_published_has_date'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('effective_until__isnull', True), ('effective_until__gte', models.F('effective_from')), _connector='OR'), name='item_version_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('item',), name='item_has_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'draft'), _negated=True), expressions=[(models.F('item'), '='), (models.Func(models.F('effective_from'), models.F('effective_until'), function='daterange'), '&&')], name='item_versions_do_not_overlap'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('text', name='gin_trgm_ops'), name='search_text_trigram'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('sound', name='gin_trgm_ops'), name='search_sound_trigram'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('initials', name='gin_trgm_ops'), name='search_initials_trigram'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='search_words'),
        ),
    ]
