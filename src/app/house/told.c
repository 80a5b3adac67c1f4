/* told - rows of the store in the house's types; see told.h. */
#include "app/house/told.h"

#include "app/house/blind.h"
#include "core/case/case.h"

/* -------------------------------------------------------------------- documents */

const char *pal_told_title(const struct pal_errand *errand, const char *title, const char *title_fr)
{
    bool is_french = pal_errand_lang(errand) == PAL_LANG_FR;
    return is_french && title_fr != NULL && title_fr[0] != '\0' ? title_fr : title;
}

struct pal_document pal_told_document(const struct pal_errand *errand, const struct pal_record *row)
{
    bool is_blind = row->id != NULL && pal_blind_is(errand, row->kind, row->id);
    return (struct pal_document){.kind = row->kind,
                                 .id = row->id,
                                 .project = row->project,
                                 .title = pal_told_title(errand, row->title, row->title_fr),
                                 .version = row->version,
                                 .changed_at = row->changed_at,
                                 .changed_by = row->changed_by,
                                 .removed_at = row->removed_at,
                                 .text = is_blind ? NULL : row->text,
                                 .fact = row->fact,
                                 .is_written =
                                     row->written_hash != NULL && row->written_hash[0] != '\0',
                                 .is_unchanged = row->is_unchanged,
                                 .claim = row->claim};
}

static struct pal_version tell_version(const struct pal_record *row)
{
    return (struct pal_version){.number = row->version,
                                .written_at = row->changed_at,
                                .written_by = row->changed_by,
                                .hash = row->hash,
                                .note = row->note,
                                .claim = row->claim};
}

/* A state that this program does not know is read as the draft that it was, as the pages do. */
static struct pal_course_said tell_course(const struct pal_score_row *row)
{
    const bool is_said = row->course != NULL && row->course[0] != '\0';
    const unsigned state =
        is_said ? pal_case_find_state(PAL_CASE_ASSESSMENT, row->course) : PAL_CASE_NOT_THERE;
    const unsigned known = state != PAL_CASE_NOT_THERE ? state : PAL_ASSESSMENT_DRAFT;
    return (struct pal_course_said){.state = pal_case_tables[PAL_CASE_ASSESSMENT].states[known].id,
                                    .by = is_said ? row->course_by : NULL,
                                    .claim = is_said ? row->course_claim : "",
                                    .at = is_said ? row->course_at : 0};
}

/* Who reads it independently knows that it is there, and of whom. */
static struct pal_assessed tell_blind(const struct pal_errand *errand,
                                      const struct pal_score_row *row)
{
    return (struct pal_assessed){.id = row->id,
                                 .title = pal_told_title(errand, row->title, row->title_fr),
                                 .provider = row->provider,
                                 .day = row->day,
                                 .target = -1,
                                 .demanded = -1,
                                 .not_rated = -1,
                                 .gap_not_rated = -1,
                                 .not_applicable = -1,
                                 .steps = -1,
                                 .rated = -1,
                                 .again = -1,
                                 .figure = "",
                                 .course = tell_course(row),
                                 .is_blind = true};
}

struct pal_assessed pal_told_assessed(const struct pal_errand *errand,
                                      const struct pal_score_row *row)
{
    if (row->id != NULL && pal_blind_is(errand, "assessment", row->id)) {
        return tell_blind(errand, row);
    }
    return (struct pal_assessed){
        .id = row->id,
        .title = pal_told_title(errand, row->title, row->title_fr),
        .provider = row->provider,
        .day = row->day,
        .achieved = row->achieved,
        .target = row->target,
        .gap = row->gap,
        .gap_by_actor = {row->gap_by_actor[0], row->gap_by_actor[1], row->gap_by_actor[2]},
        .surplus = row->surplus,
        .demanded = row->demanded,
        .not_rated = row->not_rated,
        .gap_not_rated = row->gap_not_rated,
        .not_applicable = row->not_applicable,
        .steps = row->steps,
        .rated = row->rated,
        .again = row->again,
        .figure = row->figure,
        .course = tell_course(row)};
}

struct pal_record_list pal_asked_records(const struct pal_document_search *search)
{
    return (struct pal_record_list){.kind = search->kind,
                                    .project = search->project,
                                    .words = search->words,
                                    .before_at = search->before_at,
                                    .before_id = search->before_id,
                                    .before_kind = search->before_kind,
                                    .with_text = search->with_text,
                                    .text_most = search->text_most,
                                    .is_removed = search->is_removed,
                                    .max = search->max};
}

const struct pal_place *pal_asked_place(const struct pal_list_place *place, struct pal_place *room)
{
    if (place == NULL) {
        return NULL;
    }
    *room = (struct pal_place){.day = place->day, .at = place->at, .id = place->id};
    return room;
}

/* ----------------------------------------------------------------------- people */

struct pal_account pal_told_account(const struct pal_person *row)
{
    return (struct pal_account){.id = row->id,
                                .email = row->email,
                                .name = row->name,
                                .language = row->language,
                                .contributes = row->contributes,
                                .acts_as = row->acts_as,
                                .has_password = row->password != NULL,
                                .created_at = row->created_at,
                                .seen_at = row->seen_at,
                                .retain_until = row->retain_until,
                                .erased_at = row->erased_at,
                                .expires_at = row->expires_at,
                                .locked_at = row->locked_at,
                                .locked_by = row->locked_by,
                                .locked_reason = row->locked_reason};
}

static struct pal_role_held tell_role(const struct pal_grant *row)
{
    return (struct pal_role_held){.person = row->person,
                                  .role = row->role,
                                  .project = row->project,
                                  .granted_at = row->granted_at};
}

static struct pal_role_sum tell_role_sum(const struct pal_grant_sum *row)
{
    return (struct pal_role_sum){.person = row->person,
                                 .role = row->role,
                                 .count = row->count,
                                 .project = row->project,
                                 .is_everywhere = row->is_everywhere};
}

static struct pal_api_token tell_token(const struct pal_token *row)
{
    return (struct pal_api_token){.id = row->id,
                                  .title = row->title,
                                  .scope = row->scope,
                                  .expires_at = row->expires_at,
                                  .used_at = row->used_at,
                                  .revoked_at = row->revoked_at};
}

static struct pal_lifted_duty tell_lifted(const struct pal_lift *row)
{
    return (struct pal_lifted_duty){.person = row->person,
                                    .project = row->project,
                                    .duty = row->duty,
                                    .reason = row->reason,
                                    .by = row->by,
                                    .at = row->at};
}

/* ------------------------------------------------------------------ the dossier */

struct pal_dossier_file pal_told_file(const struct pal_file_row *row)
{
    return (struct pal_dossier_file){.id = row->id,
                                     .project = row->project,
                                     .title = row->title,
                                     .kind = row->kind,
                                     .file_name = row->file_name,
                                     .media_type = row->media_type,
                                     .size = row->size,
                                     .hash = row->hash,
                                     .content = row->content,
                                     .at = row->at,
                                     .person = row->person,
                                     .removed_at = row->removed_at,
                                     .claim = row->claim};
}

static struct pal_hours tell_hours(const struct pal_hours_row *row)
{
    return (struct pal_hours){.id = row->id,
                              .assessment = row->assessment,
                              .step = row->step,
                              .person = row->person,
                              .minutes = row->minutes,
                              .day = row->day,
                              .note = row->note,
                              .at = row->at,
                              .replaces = row->replaces,
                              .is_corrected = row->is_corrected,
                              .claim = row->claim};
}

static struct pal_hours_total tell_total(const struct pal_hours_sum *row)
{
    return (struct pal_hours_total){.of = row->of, .minutes = row->minutes};
}

static struct pal_delivery tell_delivery(const struct pal_delivery_row *row)
{
    return (struct pal_delivery){.id = row->id,
                                 .output = row->output,
                                 .requested = row->requested,
                                 .delivered = row->delivered};
}

/* -------------------------------------------------------------------- the chain */

static struct pal_audit_entry tell_entry(const struct pal_audit_row *row)
{
    if (row->is_sealed) {
        return (struct pal_audit_entry){.number = row->number,
                                        .person = "",
                                        .source = "",
                                        .verb = "",
                                        .object = "",
                                        .before = "",
                                        .after = "",
                                        .hash = row->hash,
                                        .is_sealed = true};
    }
    return (struct pal_audit_entry){.number = row->number,
                                    .at = row->at,
                                    .person = row->person,
                                    .source = row->source,
                                    .verb = row->verb,
                                    .object = row->object,
                                    .before = row->before,
                                    .after = row->after,
                                    .hash = row->hash};
}

struct pal_anchor pal_told_anchor(const struct pal_anchor_row *row)
{
    return (struct pal_anchor){.number = row->number, .hash = row->hash, .at = row->at};
}

/* ------------------------------------------------------------------------ lists */

/* The same of all rows of a list. */
#define TELL_ALL(NAME, ROW, TOLD, TELL)                                                            \
    enum pal_rc NAME(struct pal_errand *errand, enum pal_rc rc, const struct ROW *rows,            \
                     struct TOLD **out, size_t *count)                                             \
    {                                                                                              \
        *count = rc == PAL_OK ? *count : 0;                                                        \
        *out = *count > 0 ? PAL_NEW(errand->arena, struct TOLD, *count) : NULL;                    \
        if (*count > 0 && *out == NULL) {                                                          \
            *count = 0;                                                                            \
            rc = PAL_E_MEMORY;                                                                     \
        }                                                                                          \
        for (size_t i = 0; i < *count; i++) {                                                      \
            (*out)[i] = TELL(&rows[i]);                                                            \
        }                                                                                          \
        return pal_errand_explain(errand, rc);                                                     \
    }

#define TELL_DOCUMENT(row) pal_told_document(errand, (row))
#define TELL_ASSESSED(row) pal_told_assessed(errand, (row))

TELL_ALL(pal_told_documents, pal_record, pal_document, TELL_DOCUMENT)
TELL_ALL(pal_told_versions, pal_record, pal_version, tell_version)
TELL_ALL(pal_told_accounts, pal_person, pal_account, pal_told_account)
TELL_ALL(pal_told_roles, pal_grant, pal_role_held, tell_role)
TELL_ALL(pal_told_role_sums, pal_grant_sum, pal_role_sum, tell_role_sum)
TELL_ALL(pal_told_tokens, pal_token, pal_api_token, tell_token)
TELL_ALL(pal_told_lifted, pal_lift, pal_lifted_duty, tell_lifted)
TELL_ALL(pal_told_scores, pal_score_row, pal_assessed, TELL_ASSESSED)
TELL_ALL(pal_told_files, pal_file_row, pal_dossier_file, pal_told_file)
TELL_ALL(pal_told_hours, pal_hours_row, pal_hours, tell_hours)
TELL_ALL(pal_told_totals, pal_hours_sum, pal_hours_total, tell_total)
TELL_ALL(pal_told_deliveries, pal_delivery_row, pal_delivery, tell_delivery)
TELL_ALL(pal_told_entries, pal_audit_row, pal_audit_entry, tell_entry)
TELL_ALL(pal_told_anchors, pal_anchor_row, pal_anchor, pal_told_anchor)
