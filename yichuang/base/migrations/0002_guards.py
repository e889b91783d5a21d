"""What Django cannot say: the partitioned, guarded journal, its heads, monthly partitions, the calendar's version."""

from django.db import migrations

PARTITIONS = """
CREATE FUNCTION base_make_partitions(parent regclass, first date, months integer) RETURNS integer
LANGUAGE plpgsql AS $$
-- Makes the monthly partitions of `parent` from the month of `first` on, where they do not exist; returns how many.
-- `parent` is partitioned by range over one timestamptz, or over one uuid of version 7. A month of which the default
-- partition already holds rows is left to the default partition.
DECLARE
    key_type regtype;
    key_name text;
    guarded boolean;
    default_part regclass;
    month timestamptz;
    part text;
    lower_bound text;
    upper_bound text;
    taken boolean;
    made integer := 0;
BEGIN
    SELECT a.atttypid::regtype, a.attname, nullif(p.partdefid, 0)::regclass
      INTO key_type, key_name, default_part
      FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
     WHERE p.partrelid = parent AND p.partstrat = 'r' AND p.partnatts = 1;
    IF key_type IS NULL OR key_type NOT IN ('timestamptz'::regtype, 'uuid'::regtype) THEN
        RAISE EXCEPTION '% is not partitioned by range over one timestamptz or uuid', parent;
    END IF;
    SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = parent AND tgname = 'no_truncate') INTO guarded;
    PERFORM pg_advisory_xact_lock(hashtextextended('base_make_partitions', 0));
    FOR i IN 0 .. months - 1 LOOP
        month := (date_trunc('month', first::timestamp) + make_interval(months => i)) AT TIME ZONE 'UTC';
        part := format('%s_%s', (SELECT relname FROM pg_class WHERE oid = parent), to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'));
        CONTINUE WHEN EXISTS (SELECT FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
                               WHERE inhparent = parent AND c.relname = part);
        lower_bound := base_partition_bound(key_type, month);
        upper_bound := base_partition_bound(key_type, (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
        IF default_part IS NOT NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I >= %L AND %I < %L)',
                           default_part, key_name, lower_bound, key_name, upper_bound) INTO taken;
            CONTINUE WHEN taken;
        END IF;
        EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
                       part, parent, lower_bound, upper_bound);
        IF guarded THEN
            EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I EXECUTE FUNCTION base_refuse_change()', part);
        END IF;
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

CREATE FUNCTION base_partition_bound(key_type regtype, month timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
-- The least key of a month: the moment itself, or the least uuid whose first 48 bits are its milliseconds.
SELECT CASE WHEN key_type = 'uuid'::regtype
    THEN rpad(lpad(to_hex((extract(epoch FROM month) * 1000)::bigint), 12, '0'), 32, '0')::uuid::text
    ELSE month::text END
$$;

CREATE FUNCTION base_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what is written here stays as it is', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

JOURNAL = """
CREATE TABLE base_epoch (
    number integer PRIMARY KEY,
    server bigint NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO base_epoch (number, server) SELECT 1, system_identifier FROM pg_control_system();

CREATE FUNCTION base_current_epoch() RETURNS integer
LANGUAGE sql STABLE AS $$
-- The number of this server among those the database has lived on; the one it will get, before its first row.
SELECT coalesce(
    (SELECT max(number) FROM base_epoch WHERE server = (SELECT system_identifier FROM pg_control_system())),
    (SELECT coalesce(max(number), 0) + 1 FROM base_epoch))
$$;

CREATE SEQUENCE base_entry_seq;

CREATE TABLE base_entry (
    seq bigint NOT NULL,
    epoch integer NOT NULL,
    xid xid8 NOT NULL,
    at timestamptz NOT NULL,
    act text NOT NULL,
    subject_kind text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    who_kind text NOT NULL,
    who_id text NOT NULL,
    mandate_id bigint,
    centre_id bigint,
    detail jsonb NOT NULL,
    previous_hash bytea NOT NULL CHECK (octet_length(previous_hash) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (seq, at)
) PARTITION BY RANGE (at);
CREATE INDEX base_entry_subject ON base_entry (subject_kind, subject_id, seq);
CREATE INDEX base_entry_position ON base_entry (epoch, xid, seq);
CREATE TABLE base_entry_default PARTITION OF base_entry DEFAULT;
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON base_entry FOR EACH ROW EXECUTE FUNCTION base_refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON base_entry EXECUTE FUNCTION base_refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON base_entry_default EXECUTE FUNCTION base_refuse_change();

CREATE FUNCTION base_journal_turn(kind text, id text, OUT seq bigint, OUT epoch integer, OUT xid xid8, OUT previous bytea)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
-- Waits for the subject's turn, which lasts to the end of the transaction, then reads the end of its chain. In a
-- volatile function each statement sees what has been committed by then, so the row of the one before is seen.
-- The end of the chain is asked for as "the greatest of all (kind, id, seq) not above mine", which only the index of
-- that order can answer, with one step per partition; asked for as "the last seq of mine", an empty table or old
-- statistics make the planner walk the whole journal backwards.
DECLARE
    found_kind text;
    found_id text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(kind || '|' || id, 0));
    SELECT e.number INTO epoch FROM base_epoch e
     WHERE e.server = (SELECT system_identifier FROM pg_control_system()) ORDER BY e.number DESC LIMIT 1;
    IF epoch IS NULL THEN
        -- A server this database has never lived on: its transaction numbers begin a new order.
        PERFORM pg_advisory_xact_lock(hashtextextended('base_epoch', 0));
        epoch := base_current_epoch();
        INSERT INTO base_epoch (number, server) SELECT epoch, system_identifier FROM pg_control_system()
            ON CONFLICT DO NOTHING;
    END IF;
    SELECT e.hash, e.subject_kind, e.subject_id INTO previous, found_kind, found_id FROM base_entry e
     WHERE (e.subject_kind, e.subject_id, e.seq) <= (kind, id, 9223372036854775807)
     ORDER BY e.subject_kind DESC, e.subject_id DESC, e.seq DESC LIMIT 1;
    IF (found_kind, found_id) IS DISTINCT FROM (kind, id) THEN
        previous := NULL;
    END IF;
    seq := nextval('base_entry_seq');
    xid := pg_current_xact_id();
END $$;

CREATE FUNCTION base_journal_notify() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('journal', '');
    RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON base_entry FOR EACH STATEMENT EXECUTE FUNCTION base_journal_notify();

CREATE TABLE base_head (
    number integer PRIMARY KEY CHECK (number > 0),
    at timestamptz NOT NULL,
    epoch integer NOT NULL,
    xid xid8 NOT NULL,
    seq bigint NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    frontier bytea NOT NULL,
    rows bytea NOT NULL,
    previous_hash bytea NOT NULL,
    public_key bytea NOT NULL,
    signature bytea NOT NULL
);
ALTER TABLE base_head ALTER COLUMN rows SET STORAGE EXTERNAL;
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON base_head FOR EACH ROW EXECUTE FUNCTION base_refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON base_head EXECUTE FUNCTION base_refuse_change();

SELECT base_make_partitions('base_entry', (now() AT TIME ZONE 'UTC')::date, 4);
"""

CALENDAR = """
CREATE SEQUENCE base_day_version_seq;
CREATE TABLE base_day_version (version bigint NOT NULL);
INSERT INTO base_day_version VALUES (nextval('base_day_version_seq'));

CREATE FUNCTION base_day_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
-- From a sequence, which never falls back: a number that was seen in a transaction that failed is never seen again.
BEGIN
    UPDATE base_day_version SET version = nextval('base_day_version_seq');
    RETURN NULL;
END $$;
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON base_day
    FOR EACH STATEMENT EXECUTE FUNCTION base_day_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.RunSQL(
            PARTITIONS,
            "DROP FUNCTION base_make_partitions(regclass, date, integer); "
            "DROP FUNCTION base_partition_bound(regtype, timestamptz); DROP FUNCTION base_refuse_change();",
        ),
        migrations.RunSQL(
            JOURNAL,
            "DROP TABLE base_head, base_entry, base_epoch; DROP SEQUENCE base_entry_seq; "
            "DROP FUNCTION base_journal_turn(text, text); DROP FUNCTION base_journal_notify(); "
            "DROP FUNCTION base_current_epoch();",
        ),
        migrations.RunSQL(
            CALENDAR,
            "DROP TRIGGER changed ON base_day; DROP FUNCTION base_day_changed(); "
            "DROP TABLE base_day_version; DROP SEQUENCE base_day_version_seq;",
        ),
    ]
