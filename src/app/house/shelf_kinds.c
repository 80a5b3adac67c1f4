#include "app/house/shelf_kinds.h"

#include <string.h>

#include "base/buf.h"
#include "base/lang.h"

#define ON_SHELF   "/library/{kind}/{id}"
#define IN_PROJECT "/projects/{project}/library/{kind}/{id}"

/* What the rows of the library share: whoever edits it writes there, some others may, too, and a
 * project's own is written by whoever has a right there. */
#define SHELVED(in_project, too)                                                                   \
    .belongs = PAL_OF_LIBRARY, .place = ON_SHELF, .own_place = IN_PROJECT, .writes = (in_project), \
    .shelves = PAL_MAY_EDIT_LIBRARY, .shelves_too = (too)
/* And those of projects. */
#define OWNED(in_project, begins, at)                                                              \
    .belongs = PAL_OF_PROJECT, .own_place = (at), .writes = (in_project), .shelves = (begins),     \
    .shelves_too = (begins)
#define ITS(kind, of_word) .id = (kind), .word = (of_word)

enum { COMES_LAST = 9 };

const struct pal_shelf_kind pal_shelf_kinds[PAL_KIND_COUNT] = {
    [PAL_KIND_MODEL] =
        {
            ITS(PAL_KIND_MODEL, "model"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Model"),
            .shelf = PAL_N_("Models"),
            .shelf_order = 0,
            .folder = "models",
            .is_means = true,
            .is_ground = true,
            .comes = 0,
            .scored = PAL_SCORES_BY_MODEL,
        },
    [PAL_KIND_PROFILE] =
        {
            ITS(PAL_KIND_PROFILE, "profile"),
            SHELVED(PAL_MAY_ASSESS, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Confidence profile"),
            .shelf = PAL_N_("Confidence profiles"),
            .shelf_order = 1,
            .folder = "profiles",
            .is_means = true,
            .is_aim = true,
            .comes = 6,
            .scored = PAL_SCORES_BY_PROFILE,
            .told = PAL_TOLD_AS_TARGETS,
        },
    [PAL_KIND_ASSESSMENT] =
        {
            ITS(PAL_KIND_ASSESSMENT, "assessment"),
            OWNED(PAL_MAY_ASSESS, PAL_MAY_ASSESS, "/assessments/{id}"),
            .title = PAL_N_("Assessment"),
            .is_begun_apart = true,
            .is_guarded = true,
            .is_passed = true,
            .passes = PAL_MAY_ASSESS,
            .names_persons = true,
            .comes = COMES_LAST,
            .scored = PAL_SCORES_ITSELF,
            .follows = PAL_FOLLOW_MARKS,
            .held = PAL_HELD_AS_BEGUN,
            .told = PAL_TOLD_AS_STEPS,
        },
    [PAL_KIND_ACTIONS] =
        {
            ITS(PAL_KIND_ACTIONS, "actions"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Actions"),
            .shelf = PAL_N_("Actions"),
            .shelf_order = 4,
            .folder = "actions",
            .is_means = true,
            .comes = 4,
        },
    [PAL_KIND_ALERT_SCHEME] =
        {
            ITS(PAL_KIND_ALERT_SCHEME, "alert-scheme"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Alert scheme"),
            .shelf = PAL_N_("Alert schemes"),
            .shelf_order = 2,
            .folder = "alerts",
            .is_means = true,
            .comes = 1,
            .scored = PAL_SCORES_BY_SCHEME,
        },
    [PAL_KIND_NEEDS_RULE] =
        {
            ITS(PAL_KIND_NEEDS_RULE, "needs-rule"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Rule from needs to profiles"),
            .shelf = PAL_N_("Rules from needs to profiles"),
            .shelf_order = 5,
            .folder = "needs",
            .is_means = true,
            .comes = 2,
        },
    [PAL_KIND_NEEDS] =
        {
            ITS(PAL_KIND_NEEDS, "needs"),
            OWNED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_PROJECT, "/projects/{project}/needs"),
            .title = PAL_N_("Needs"),
            .is_by_project = true,
            .comes = COMES_LAST,
        },
    [PAL_KIND_EFFORT] =
        {
            ITS(PAL_KIND_EFFORT, "effort"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Efforts"),
            .shelf = PAL_N_("Efforts"),
            .shelf_order = 3,
            .folder = "effort",
            .is_means = true,
            .comes = 3,
        },
    [PAL_KIND_ALERT_HISTORY] =
        {
            ITS(PAL_KIND_ALERT_HISTORY, "alert-history"),
            OWNED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_PROJECT, IN_PROJECT),
            .title = PAL_N_("History of alert levels"),
            .comes = COMES_LAST,
        },
    [PAL_KIND_ALERT_RATES] =
        {
            ITS(PAL_KIND_ALERT_RATES, "alert-rates"),
            OWNED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_PROJECT, IN_PROJECT),
            .title = PAL_N_("Rates of alert levels"),
            .comes = COMES_LAST,
        },
    [PAL_KIND_BUDGET] =
        {
            ITS(PAL_KIND_BUDGET, "budget"),
            OWNED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_PROJECT, IN_PROJECT),
            .title = PAL_N_("Budget"),
            .comes = COMES_LAST,
        },
    [PAL_KIND_RIGHTS] =
        {
            ITS(PAL_KIND_RIGHTS, "rights"),
            .belongs = PAL_OF_NOBODY,
            .refusal =
                PAL_N_("a table of rights is not kept here: the server decides by the one that is "
                       "built in"),
            .title = PAL_N_("Table of rights"),
            .comes = COMES_LAST,
        },
    [PAL_KIND_QUESTIONNAIRE] =
        {
            ITS(PAL_KIND_QUESTIONNAIRE, "questionnaire"),
            SHELVED(PAL_MAY_ASSESS, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Questionnaire"),
            .shelf = PAL_N_("Questionnaires"),
            .shelf_order = 10,
            .folder = "questionnaires",
            .comes = 6,
        },
    [PAL_KIND_ANSWERS] =
        {
            ITS(PAL_KIND_ANSWERS, "answers"),
            .belongs = PAL_OF_NOBODY,
            .refusal = PAL_N_("answers are brought to a questionnaire that was sent, not kept by "
                              "themselves"),
            .title = PAL_N_("Answers"),
            .comes = COMES_LAST,
        },
    [PAL_KIND_PROCEDURES] =
        {
            ITS(PAL_KIND_PROCEDURES, "procedures"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Table of procedures"),
            .shelf = PAL_N_("Tables of procedures"),
            .shelf_order = 8,
            .folder = "procedures",
            .is_copied = true,
            .comes = 5,
        },
    [PAL_KIND_MESSAGES] =
        {
            ITS(PAL_KIND_MESSAGES, "messages"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Texts of messages"),
            .shelf = PAL_N_("Texts of messages"),
            .shelf_order = 9,
            .folder = "messages",
            .comes = 5,
        },
    [PAL_KIND_NOTICE] =
        {
            ITS(PAL_KIND_NOTICE, "notice"),
            /* whoever administers says who the house is */
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_ADMINISTER),
            .title = PAL_N_("Notice on personal data"),
            .shelf = PAL_N_("Notices on personal data"),
            .shelf_order = 11,
            .folder = "notices",
            .comes = 5,
        },
    [PAL_KIND_PROJECT] =
        {
            ITS(PAL_KIND_PROJECT, "project"),
            OWNED(PAL_MAY_EDIT_PROJECT, PAL_MAY_CREATE_PROJECT, "/projects/{project}"),
            .title = PAL_N_("Project"),
            .is_project = true,
            .is_begun_apart = true,
            .is_guarded = true,
            .comes = 8,
            .scored = PAL_SCORES_OF_PROJECT,
            .follows = PAL_FOLLOW_ALERTS | PAL_FOLLOW_CANDIDATES,
            .held = PAL_HELD_AS_PROJECT,
        },
    [PAL_KIND_MEETING] =
        {
            ITS(PAL_KIND_MEETING, "meeting"),
            OWNED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_PROJECT, "/projects/{project}/meeting"),
            .title = PAL_N_("First meeting"),
            .is_by_project = true,
            .comes = COMES_LAST,
        },
    [PAL_KIND_PROVIDER] =
        {
            ITS(PAL_KIND_PROVIDER, "provider"),
            /* whoever starts projects names their providers */
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_CREATE_PROJECT),
            .title = PAL_N_("Provider"),
            .shelf = PAL_N_("Providers"),
            .shelf_order = 7,
            .is_discreet = true,
            .comes = 7,
        },
    [PAL_KIND_PROCESS] =
        {
            ITS(PAL_KIND_PROCESS, "process"),
            SHELVED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_LIBRARY),
            .title = PAL_N_("Process description"),
            .shelf = PAL_N_("Process descriptions"),
            .shelf_order = 6,
            .folder = "processes",
            .comes = 5,
        },
    [PAL_KIND_SENDING] =
        {
            ITS(PAL_KIND_SENDING, "sending"),
            OWNED(PAL_MAY_EDIT_PROJECT, PAL_MAY_EDIT_PROJECT, "/sendings/{id}"),
            .title = PAL_N_("Questionnaire sent"),
            .is_fixed = true,
            .is_begun_apart = true,
            .is_of_consultation = true,
            .is_guarded = true,
            .is_passed = true,
            .passes = PAL_MAY_EDIT_PROJECT,
            .comes = COMES_LAST,
        },
    [PAL_KIND_EXPORT] =
        {
            ITS(PAL_KIND_EXPORT, "export"),
            .belongs = PAL_OF_NOBODY,
            .refusal =
                PAL_N_("an export lists documents and is none itself; \"palier import\" reads its "
                       "folder"),
            .title = PAL_N_("Export"),
            .comes = COMES_LAST,
        },
};

const struct pal_shelf_kind *pal_shelf_kind(const char *word)
{
    static const struct pal_shelf_kind none = {.id = PAL_KIND_COUNT,
                                               .word = "",
                                               .belongs = PAL_OF_NOBODY,
                                               .title = "",
                                               .shelves = PAL_MAY_EDIT_LIBRARY,
                                               .shelves_too = PAL_MAY_EDIT_LIBRARY,
                                               .writes = PAL_MAY_EDIT_PROJECT,
                                               .comes = COMES_LAST};
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        if (strcmp(pal_shelf_kinds[i].word, word) == 0) {
            return &pal_shelf_kinds[i];
        }
    }
    return &none;
}

const char *pal_kind_said(const struct pal_voice *voice, const char *word)
{
    const char *title = pal_shelf_kind(word)->title;
    return title != NULL ? pal_voice_say(voice, title) : word;
}

bool pal_kind_is(const char *word, enum pal_kind_id id)
{
    return strcmp(pal_shelf_kinds[id].word, word) == 0;
}

bool pal_house_is_of_projects(const char *kind)
{
    return pal_shelf_kind(kind)->belongs == PAL_OF_PROJECT;
}

bool pal_kind_names(const struct pal_shelf_kind *kind, enum pal_kind_id other, bool *is_by_level)
{
    const struct pal_type *type = kind->id < PAL_KIND_COUNT ? pal_kinds[kind->id].type : NULL;
    if (type == NULL) {
        return false;
    }
    bool is_by_id = pal_type_refers(type, pal_kinds[other].word);
    *is_by_level =
        !is_by_id && other == PAL_KIND_ALERT_SCHEME && pal_type_names(type, PAL_PART_ALERT_LEVEL);
    return is_by_id || *is_by_level;
}

bool pal_kind_is_named(enum pal_kind_id id)
{
    bool is_by_level;
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        if (pal_kind_names(&pal_shelf_kinds[i], id, &is_by_level)) {
            return true;
        }
    }
    return false;
}

bool pal_kind_is_depended_on(const struct pal_shelf_kind *kind)
{
    return kind->scored != PAL_SCORES_NONE && kind->scored != PAL_SCORES_ITSELF;
}

/* What stands in braces in a place. */
static const char *word_for(const char *name, size_t len, const struct pal_shelf_kind *kind,
                            const char *project, const char *id)
{
    const struct {
        const char *name;
        const char *word;
    } words[] = {{"project", project}, {"kind", kind->word}, {"id", id}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].name) == len && memcmp(words[i].name, name, len) == 0) {
            return words[i].word;
        }
    }
    return "";
}

const char *pal_kind_place(const struct pal_shelf_kind *kind, const char *project, const char *id,
                           struct pal_arena *arena)
{
    enum { PLACE_MOST = 512 };
    struct pal_buf out;
    const char *at = project[0] != '\0' ? kind->own_place : kind->place;
    if (at == NULL) {
        return NULL;
    }
    pal_buf_init(&out, PLACE_MOST, arena->alloc);
    while (*at != '\0') {
        size_t plain = strcspn(at, "{");
        pal_buf_add_n(&out, at, plain);
        at += plain;
        if (*at == '{') {
            size_t len = strcspn(at, "}");
            pal_buf_add(&out, word_for(at + 1, len - 1, kind, project, id));
            at += len + 1;
        }
    }
    const char *text = pal_buf_text(&out);
    const char *copy = text != NULL ? pal_arena_copy(arena, text, out.len) : NULL;
    pal_buf_done(&out);
    return copy;
}
