"""What was published is not changed: the database itself refuses it, whoever asks."""

from django.db import migrations

VERSION_FROZEN = """
CREATE FUNCTION catalogue_itemversion_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status NOT IN ('draft', 'published') THEN
            RAISE EXCEPTION 'a version begins as a draft or published' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status = 'draft' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF NEW.status NOT IN ('draft', 'published') OR NEW.item_id IS DISTINCT FROM OLD.item_id THEN
            RAISE EXCEPTION 'a draft is published first' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.id, OLD.item_id, OLD.number, OLD.name, OLD.name_en, OLD.effective_from, OLD.content_digest,
        OLD.created_at, OLD.published_at, OLD.source)
       IS DISTINCT FROM
       (NEW.id, NEW.item_id, NEW.number, NEW.name, NEW.name_en, NEW.effective_from, NEW.content_digest,
        NEW.created_at, NEW.published_at, NEW.source)
       OR OLD.content IS DISTINCT FROM NEW.content
       OR OLD.published_by_id IS DISTINCT FROM NEW.published_by_id THEN
        RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.effective_until IS NOT NULL
       AND (NEW.effective_until IS NULL OR NEW.effective_until > OLD.effective_until) THEN
        RAISE EXCEPTION 'the end of a published version is only set, or brought forward'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'draft' OR (OLD.status = 'cancelled' AND NEW.status <> 'cancelled') THEN
        RAISE EXCEPTION 'a published version goes back to no earlier status' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER itemversion_frozen BEFORE INSERT OR UPDATE OR DELETE ON catalogue_itemversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_itemversion_frozen();

CREATE FUNCTION catalogue_item_code_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.code IS DISTINCT FROM NEW.code OR OLD.centre_id IS DISTINCT FROM NEW.centre_id THEN
        RAISE EXCEPTION 'the code and the centre of an item never change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER item_code_stays BEFORE UPDATE ON catalogue_item
    FOR EACH ROW EXECUTE FUNCTION catalogue_item_code_stays();
"""

GONE = """
DROP TRIGGER item_code_stays ON catalogue_item;
DROP FUNCTION catalogue_item_code_stays();
DROP TRIGGER itemversion_frozen ON catalogue_itemversion;
DROP FUNCTION catalogue_itemversion_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(VERSION_FROZEN, GONE)]
