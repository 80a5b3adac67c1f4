/* annex - keeping what candidates are told beforehand, as it was fixed; see annex.h. */
#include "app/house/annex_parts.h"

#include <string.h>

#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/secret.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/tender_confirm.h"
#include "app/house/tenders.h"
#include "base/text.h"
#include "store/facts.h"

enum { WORD_MOST = 200, FIXED_MOST = 50 };

/* ----------------------------------------------------------------------- the fact */

static const struct pal_type type_text = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = PAL_ANNEX_TEXT};
static const struct pal_type type_word = {
    .kind = PAL_TYPE_TEXT, .name = "a few words", .max = WORD_MOST};
struct annex_doc {
    struct pal_node *until, *tier, *questionnaire, *reference, *buyer, *channel, *buyer_profile,
        *security_weight, *marks, *mark_max, *mark_step, *minimum_points, *visit, *negotiation, *en,
        *fr, *profile, *profile_version, *alert, *confirmed;
};
static const struct pal_field fields[] = {
    PAL_FIELD(annex_doc, until, true, &pal_type_instant, PAL_N_("The closing, in UTC")),
    PAL_FIELD(annex_doc, tier, true, &type_word, PAL_N_("How much is asked: core or full")),
    PAL_FIELD(annex_doc, questionnaire, false, &type_word, PAL_N_("The questionnaire, by id")),
    PAL_FIELD(annex_doc, reference, false, &type_word, PAL_N_("Reference of the consultation")),
    PAL_FIELD(annex_doc, buyer, false, &type_word, PAL_N_("Who buys")),
    PAL_FIELD(annex_doc, channel, false, &type_word, PAL_N_("How answers are handed in")),
    PAL_FIELD(annex_doc, buyer_profile, false, &type_word, PAL_N_("The buyer profile")),
    PAL_FIELD(annex_doc, security_weight, false, &type_word,
              PAL_N_("What security counts for in the whole mark, in percent")),
    PAL_FIELD(annex_doc, marks, false, &type_word, PAL_N_("How points become a mark")),
    PAL_FIELD(annex_doc, mark_max, false, &type_word, PAL_N_("The highest mark")),
    PAL_FIELD(annex_doc, mark_step, false, &type_word, PAL_N_("Rounded down to a multiple of")),
    PAL_FIELD(annex_doc, minimum_points, false, &type_word, PAL_N_("Points that are needed")),
    PAL_FIELD(annex_doc, visit, false, &type_word, PAL_N_("Visits")),
    PAL_FIELD(annex_doc, negotiation, false, &type_word, PAL_N_("Negotiation")),
    PAL_FIELD(annex_doc, profile, false, &type_word, PAL_N_("The confidence profile, by id")),
    PAL_FIELD(annex_doc, profile_version, false, &type_word, PAL_N_("Its version")),
    PAL_FIELD(annex_doc, alert, false, &type_word, PAL_N_("The alert level, by id")),
    PAL_FIELD(annex_doc, en, true, &type_text, PAL_N_("Its text in English")),
    PAL_FIELD(annex_doc, fr, true, &type_text, PAL_N_("Its text in French")),
    PAL_FIELD(annex_doc, confirmed, false, &type_word,
              PAL_N_("Rules that whoever acts has confirmed, by id")),
};
static const struct pal_type type_annex = {.kind = PAL_TYPE_OBJECT,
                                           .name = "an annex",
                                           .fields = fields,
                                           .field_count = sizeof fields / sizeof *fields,
                                           .slots_size = sizeof(struct annex_doc)};

/* What candidates were told stays as it is while they answer. */
static enum pal_rc check_runs_none(struct pal_errand *errand, const char *project)
{
    struct pal_tender *tenders = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_tenders_list(errand, project, &tenders, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (tenders[i].state == PAL_TENDER_RUNNING) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "the first link has left: the annex stays as it was fixed; what "
                                   "has to be put right is told to all as a correction");
        }
    }
    return rc;
}

/* Its words are those that the program makes of what was chosen, whoever says them. */
static enum pal_rc check_words(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_annex *said)
{
    struct pal_annex written;
    enum pal_rc rc = pal_annex_write(errand, app, &said->plan, &written);
    rc = rc == PAL_OK ? pal_annex_check_points(errand, &written) : rc;
    bool is_same = rc == PAL_OK && strcmp(written.hash, said->hash) == 0 &&
                   pal_is_same_text(said->profile, written.profile) &&
                   pal_is_same_text(said->alert, written.alert) &&
                   said->profile_version == written.profile_version;
    return rc == PAL_OK && !is_same
               ? pal_errand_fail(errand, PAL_E_INVALID,
                                 "the words of an annex are made of what is chosen for it: fix it "
                                 "at its page, /projects/%s/tender/annex",
                                 said->plan.project)
               : rc;
}

static enum pal_rc check_plan(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_annex_plan *plan)
{
    struct pal_tender_confirms asked = {.count = 0};
    enum pal_rc rc = pal_annex_check_round(errand, plan);
    rc = rc == PAL_OK ? pal_annex_check_choices(errand, app, plan) : rc;
    rc = rc == PAL_OK ? pal_tender_confirms_annex(errand, plan->project, plan->until, &asked) : rc;
    return rc == PAL_OK ? pal_tender_confirms_check(errand, &asked, plan->confirmed) : rc;
}

static enum pal_rc read_row(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_annex *out);

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    struct pal_annex annex;
    struct pal_app app;
    (void)head;
    if (row->claim != NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = check_runs_none(errand, row->subject);
    rc = rc == PAL_OK ? pal_errand_explain(errand, read_row(errand, row, &annex)) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    rc = check_plan(errand, &app, &annex.plan);
    rc = rc == PAL_OK ? check_words(errand, &app, &annex) : rc;
    pal_app_done(&app);
    return rc;
}

static const enum pal_kind_id of_projects[] = {PAL_KIND_PROJECT, PAL_KIND_COUNT};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state states[] = {{"fixed", PAL_N_("fixed"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_annex = {.id = PAL_ANNEX_FACT,
                                             .title = PAL_N_("Annex to the consultation"),
                                             .verb = "fix-annex",
                                             .subjects = of_projects,
                                             .has_own_page = true,
                                             .fields = &type_annex,
                                             .lanes = lanes,
                                             .lane_count = 1,
                                             .states = states,
                                             .state_count = 1,
                                             .check = check,
                                             .is_of_consultation = true};

/* ------------------------------------------------------------------------ reading */

static enum pal_rc read_row(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_annex *out)
{
    char hash[PAL_HASH_TEXT];
    const char *tier = pal_fact_word(errand, row, "tier");
    *out = (struct pal_annex){
        .plan = {.project = row->subject,
                 .questionnaire = pal_fact_word(errand, row, "questionnaire"),
                 .tier = tier != NULL && strcmp(tier, pal_tier_ids[PAL_TIER_FULL]) == 0
                             ? PAL_TIER_FULL
                             : PAL_TIER_CORE,
                 .until = pal_sending_seconds(pal_fact_word(errand, row, "until")),
                 .confirmed = pal_fact_word(errand, row, "confirmed")},
        .text = {.in = {[PAL_LANG_EN] = pal_fact_word(errand, row, "en"),
                        [PAL_LANG_FR] = pal_fact_word(errand, row, "fr")}},
        .profile = pal_fact_word(errand, row, "profile"),
        .alert = pal_fact_word(errand, row, "alert"),
        .turn = row->turn,
        .fixed_at = row->at,
        .fixed_by = row->principal};
    const char *version = pal_fact_word(errand, row, "profile_version");
    out->profile_version = version != NULL ? strtoll(version, NULL, 10) : 0;
    for (int i = 0; i < PAL_ANNEX_CHOICES; i++) {
        out->plan.choices[i] = pal_fact_word(errand, row, pal_annex_choice_ids[i]);
    }
    if (out->text.in[PAL_LANG_EN] == NULL || out->text.in[PAL_LANG_FR] == NULL) {
        return PAL_E_NOT_FOUND; /* it was erased */
    }
    const char *file = pal_annex_file(errand, out);
    if (file == NULL) {
        return PAL_E_MEMORY;
    }
    pal_secret_hash(file, strlen(file), hash);
    out->hash = pal_arena_copy(errand->arena, hash, strlen(hash));
    return out->hash != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_annex_find(struct pal_errand *errand, const char *project, const char *hash,
                           struct pal_annex *out)
{
    const struct pal_fact_list list = {.subject_kind = pal_kinds[PAL_KIND_PROJECT].word,
                                       .subject = project,
                                       .kind = PAL_ANNEX_FACT,
                                       .part = "",
                                       .lane = "",
                                       .max = FIXED_MOST};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rows[i].subject = project;
        rc = read_row(errand, &rows[i], out);
        if (rc == PAL_OK && (hash == NULL || strcmp(hash, out->hash) == 0)) {
            return PAL_OK;
        }
        rc = rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    return rc == PAL_OK ? PAL_E_NOT_FOUND : rc;
}

enum pal_rc pal_annex_get(struct pal_errand *errand, const char *project, const char *hash,
                          struct pal_annex *out)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_annex_find(errand, project, hash, out);
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail(errand, rc, "no annex is fixed in this project so far")
               : pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------------- fixing */

enum { FIELDS_MOST = PAL_ANNEX_CHOICES + 9 };

/* Its fields, of those that are said; how many. */
static size_t fields_of(struct pal_errand *errand, const struct pal_annex *annex,
                        struct pal_fact_field out[FIELDS_MOST])
{
    const struct pal_annex_plan *plan = &annex->plan;
    size_t count = 0;
    out[count++] = (struct pal_fact_field){"until", pal_sending_time(errand, plan->until)};
    out[count++] = (struct pal_fact_field){"tier", pal_tier_ids[plan->tier]};
    out[count++] = (struct pal_fact_field){"en", annex->text.in[PAL_LANG_EN]};
    out[count++] = (struct pal_fact_field){"fr", annex->text.in[PAL_LANG_FR]};
    const char *version =
        annex->profile_version > 0
            ? pal_arena_printf(errand->arena, "%lld", (long long)annex->profile_version)
            : NULL;
    const struct pal_fact_field maybe[] = {{"questionnaire", plan->questionnaire},
                                           {"profile", annex->profile},
                                           {"profile_version", version},
                                           {"alert", annex->alert}};
    for (size_t i = 0; i < sizeof maybe / sizeof *maybe; i++) {
        if (maybe[i].value != NULL) {
            out[count++] = maybe[i];
        }
    }
    if (plan->confirmed != NULL) {
        out[count++] = (struct pal_fact_field){"confirmed", plan->confirmed};
    }
    for (int i = 0; i < PAL_ANNEX_CHOICES; i++) {
        if (plan->choices[i] != NULL) {
            out[count++] = (struct pal_fact_field){pal_annex_choice_ids[i], plan->choices[i]};
        }
    }
    return count;
}

static struct pal_fact_wish wish_of(const struct pal_annex_plan *plan,
                                    const struct pal_fact_field *said, size_t count)
{
    return (struct pal_fact_wish){.kind = PAL_ANNEX_FACT,
                                  .subject_kind = pal_kinds[PAL_KIND_PROJECT].word,
                                  .subject = plan->project,
                                  .part = "",
                                  .lane = "",
                                  .state = "fixed",
                                  .fields = said,
                                  .field_count = count};
}

/* Boxes that were ticked and are not asked for with this closing say nothing. */
static enum pal_rc keep_confirmed(struct pal_errand *errand, struct pal_annex_plan *plan)
{
    struct pal_tender_confirms asked = {.count = 0};
    enum pal_rc rc = pal_tender_confirms_annex(errand, plan->project, plan->until, &asked);
    plan->confirmed = pal_tender_confirms_among(errand, &asked, plan->confirmed);
    return rc;
}

enum pal_rc pal_annex_fix(struct pal_errand *errand, struct pal_app *app,
                          const struct pal_annex_plan *plan, int64_t turn, const char *act,
                          struct pal_act_done *out)
{
    struct pal_annex annex;
    struct pal_fact_field said[FIELDS_MOST];
    bool is_tender = false;
    enum pal_rc rc = pal_house_is_tender(errand, plan->project, &is_tender);
    if (rc == PAL_OK && !is_tender) {
        rc = pal_errand_fail(errand, PAL_E_INVALID,
                             "a consultation has an annex: the procedure of the project is none");
    }
    struct pal_annex_plan kept = *plan;
    rc = rc == PAL_OK ? keep_confirmed(errand, &kept) : rc;
    rc = rc == PAL_OK ? check_plan(errand, app, &kept) : rc;
    rc = rc == PAL_OK ? pal_annex_write(errand, app, &kept, &annex) : rc;
    rc = rc == PAL_OK ? pal_annex_check_points(errand, &annex) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_fact_wish fact = wish_of(&kept, said, fields_of(errand, &annex, said));
    fact.seen_turn = turn;
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}

/* Whether what is sent is what the annex says; times count in minutes. */
static bool is_same(const struct pal_annex_plan *fixed, const struct pal_annex_plan *sent)
{
    enum { MINUTE = 60 };
    const char *one = fixed->questionnaire != NULL ? fixed->questionnaire : "";
    const char *other = sent->questionnaire != NULL ? sent->questionnaire : "";
    return fixed->until / MINUTE == sent->until / MINUTE && fixed->tier == sent->tier &&
           strcmp(one, other) == 0;
}

/* What is asked follows from the profile as it is now: it is that of the annex. */
static enum pal_rc check_measure(struct pal_errand *errand, const struct pal_annex *fixed,
                                 const struct pal_annex *now)
{
    return fixed->profile == NULL || (pal_is_same_text(fixed->profile, now->profile) &&
                                      fixed->profile_version == now->profile_version &&
                                      pal_is_same_text(fixed->alert, now->alert))
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "the profile or the alert level is another one since the annex "
                                 "was fixed: fix it anew");
}

enum pal_rc pal_annex_fix_within(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_annex_plan *plan, struct pal_annex *out)
{
    struct pal_annex now;
    struct pal_fact_field said[FIELDS_MOST];
    enum pal_rc rc = pal_annex_find(errand, plan->project, NULL, out);
    bool is_fixed = rc == PAL_OK && is_same(&out->plan, plan);
    if (rc == PAL_OK && !is_fixed && out->plan.until > errand->now) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "the annex that is fixed says another closing, or another "
                                  "questionnaire: fix it anew, or send as it says");
    }
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_annex_write(errand, app, plan, &now);
    if (is_fixed) {
        return rc == PAL_OK ? check_measure(errand, out, &now) : rc;
    }
    struct pal_fact_wish fact =
        wish_of(plan, said, rc == PAL_OK ? fields_of(errand, &now, said) : 0);
    rc = rc == PAL_OK ? pal_facts_say_within(errand, &fact) : rc;
    *out = now;
    return rc;
}
