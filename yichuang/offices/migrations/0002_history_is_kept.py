"""The database keeps the history of posts, instruments and seal uses: what is on file is not edited."""

from django.db import migrations

KEEP_POSTINGS = """
CREATE FUNCTION offices_posting_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'postings are history and are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF to_jsonb(NEW) - 'until' <> to_jsonb(OLD) - 'until'
     OR (OLD.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > OLD.until)) THEN
    RAISE EXCEPTION 'a posting is never edited: only its end may be set or brought forward'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offices_posting_kept BEFORE UPDATE OR DELETE ON offices_posting
  FOR EACH ROW EXECUTE FUNCTION offices_posting_kept();
"""

KEEP_MANDATES = """
CREATE FUNCTION offices_mandate_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'instruments on file are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF to_jsonb(NEW) - 'revoked_at' - 'revoked_reason' <> to_jsonb(OLD) - 'revoked_at' - 'revoked_reason'
     OR OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'an instrument on file is never edited: it is revoked once and another one is filed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offices_mandate_kept BEFORE UPDATE OR DELETE ON offices_mandate
  FOR EACH ROW EXECUTE FUNCTION offices_mandate_kept();
"""

KEEP_SEAL_LEDGER = """
CREATE FUNCTION offices_sealuse_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the seal ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER offices_sealuse_kept BEFORE UPDATE OR DELETE ON offices_sealuse
  FOR EACH ROW EXECUTE FUNCTION offices_sealuse_kept();
"""

FORGET = """
DROP TRIGGER offices_{0}_kept ON offices_{0};
DROP FUNCTION offices_{0}_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]
    operations = [
        migrations.RunSQL(KEEP_POSTINGS, FORGET.format("posting")),
        migrations.RunSQL(KEEP_MANDATES, FORGET.format("mandate")),
        migrations.RunSQL(KEEP_SEAL_LEDGER, FORGET.format("sealuse")),
    ]
