"""The frozen text of a version, with review: what lies with the reviewer, or passed, is changed by nobody."""

from django.db import migrations

WITH_REVIEW = """
CREATE OR REPLACE FUNCTION catalogue_itemversion_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unpublished CONSTANT text[] := ARRAY['draft', 'review', 'returned', 'approved'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status NOT IN ('draft', 'published') THEN
            RAISE EXCEPTION 'a version begins as a draft or published' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status = ANY (unpublished) THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF NEW.status <> ALL (unpublished || 'published'::text) OR NEW.item_id IS DISTINCT FROM OLD.item_id THEN
            RAISE EXCEPTION 'a draft is published first' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.status IN ('review', 'approved')
           AND ((OLD.content_digest, OLD.name, OLD.name_en) IS DISTINCT FROM (NEW.content_digest, NEW.name, NEW.name_en)
                OR OLD.content IS DISTINCT FROM NEW.content) THEN
            RAISE EXCEPTION 'what is under review is not changed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.id, OLD.item_id, OLD.number, OLD.name, OLD.name_en, OLD.effective_from, OLD.content_digest,
        OLD.created_at, OLD.published_at, OLD.source, OLD.change_reason, OLD.review_opinion)
       IS DISTINCT FROM
       (NEW.id, NEW.item_id, NEW.number, NEW.name, NEW.name_en, NEW.effective_from, NEW.content_digest,
        NEW.created_at, NEW.published_at, NEW.source, NEW.change_reason, NEW.review_opinion)
       OR OLD.content IS DISTINCT FROM NEW.content
       OR (OLD.published_by_id, OLD.written_by_id, OLD.reviewed_by_id)
          IS DISTINCT FROM (NEW.published_by_id, NEW.written_by_id, NEW.reviewed_by_id) THEN
        RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.effective_until IS NOT NULL
       AND (NEW.effective_until IS NULL OR NEW.effective_until > OLD.effective_until) THEN
        RAISE EXCEPTION 'the end of a published version is only set, or brought forward'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = ANY (unpublished) OR (OLD.status = 'cancelled' AND NEW.status <> 'cancelled') THEN
        RAISE EXCEPTION 'a published version goes back to no earlier status' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_national_elements_and_review")]

    operations = [migrations.RunSQL(WITH_REVIEW, migrations.RunSQL.noop)]
