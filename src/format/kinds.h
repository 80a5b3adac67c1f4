/*
 * kinds - the kinds of documents and the readers that make core structs of them.
 *
 * Reading goes bytes -> tree (yaml.h) -> checked tree (desc.h) -> core struct (here). Each reader
 * reports all it finds, gives NULL when there was any error, and builds everything in the
 * reader's arena.
 */
#ifndef PAL_FORMAT_KINDS_H
#define PAL_FORMAT_KINDS_H

#include "core/alert/alert.h"
#include "core/alert/outlook.h"
#include "core/case/messages.h"
#include "core/case/notice.h"
#include "core/case/procedure.h"
#include "core/case/rights.h"
#include "core/model/actions.h"
#include "core/model/assessment.h"
#include "core/model/profile.h"
#include "core/model/propose.h"
#include "core/money/budget.h"
#include "core/money/effort.h"
#include "core/question/answer.h"
#include "core/question/questionnaire.h"
#include "format/desc.h"

enum pal_kind_id {
    PAL_KIND_MODEL,
    PAL_KIND_PROFILE,
    PAL_KIND_ASSESSMENT,
    PAL_KIND_ACTIONS,
    PAL_KIND_ALERT_SCHEME,
    PAL_KIND_NEEDS_RULE,
    PAL_KIND_NEEDS,
    PAL_KIND_EFFORT,
    PAL_KIND_ALERT_HISTORY,
    PAL_KIND_ALERT_RATES,
    PAL_KIND_BUDGET,
    PAL_KIND_RIGHTS,
    PAL_KIND_QUESTIONNAIRE,
    PAL_KIND_ANSWERS,
    PAL_KIND_PROCEDURES,
    PAL_KIND_MESSAGES,
    PAL_KIND_NOTICE,
    PAL_KIND_PROJECT,
    PAL_KIND_MEETING,
    PAL_KIND_PROVIDER,
    PAL_KIND_PROCESS,
    PAL_KIND_SENDING,
    PAL_KIND_EXPORT,
    PAL_KIND_COUNT
};

struct pal_kind {
    const char *name;            /* "model/1": what stands behind `palier:` */
    const char *word;            /* "model": for file names and messages */
    const struct pal_type *type; /* the descriptor of the whole document */
};

/* One row per kind, in the order of the enum. */
extern const struct pal_kind pal_kinds[PAL_KIND_COUNT];

extern const struct pal_type pal_type_model;
extern const struct pal_type pal_type_profile;
extern const struct pal_type pal_type_assessment;
extern const struct pal_type pal_type_actions;
extern const struct pal_type pal_type_alert_scheme;
extern const struct pal_type pal_type_needs_rule;
extern const struct pal_type pal_type_needs;
extern const struct pal_type pal_type_effort;
extern const struct pal_type pal_type_alert_history;
extern const struct pal_type pal_type_alert_rates;
extern const struct pal_type pal_type_budget;
extern const struct pal_type pal_type_rights;
extern const struct pal_type pal_type_questionnaire;
extern const struct pal_type pal_type_answers;
extern const struct pal_type pal_type_procedures;
extern const struct pal_type pal_type_messages;
extern const struct pal_type pal_type_notice;
extern const struct pal_type pal_type_project;
extern const struct pal_type pal_type_meeting;
extern const struct pal_type pal_type_provider;
extern const struct pal_type pal_type_process;
extern const struct pal_type pal_type_sending;
extern const struct pal_type pal_type_export;

/* The kind that the root of a document states; reports an error and gives NULL when it states
 * none or an unknown one. */
const struct pal_kind *pal_kind_of(struct pal_reader *reader, struct pal_node *root);

/* The readers. `model` is the model that the document must be for; a document that names another
 * is an error at its key `model`. `scheme` is the alert scheme that the profile names; where it is
 * NULL the levels are those that the targets name, in the order of their first appearance. */
struct pal_model *pal_model_read(struct pal_reader *reader, struct pal_node *root);
struct pal_profile *pal_profile_read(struct pal_reader *reader, struct pal_node *root,
                                     const struct pal_model *model,
                                     const struct pal_alert_scheme *scheme);
/* Warns of what a profile that was read states of thresholds under names that a questionnaire does
 * not have, of values that are no numbers, and of thresholds that loosen as the alert rises. */
void pal_profile_check_thresholds(struct pal_reader *reader, const struct pal_node *root,
                                  const struct pal_profile *profile,
                                  const struct pal_questionnaire *of);
/* A warning of a profile as a sentence, cut where `room` ends. `levels`: what its alert levels are
 * called, for people; NULL: by their ids, as documents write them. */
void pal_profile_warning_say(const struct pal_profile *profile,
                             const struct pal_profile_warning *warning, const char *const *levels,
                             const struct pal_voice *voice, char *out, size_t room);
/* Warns of steps that an assessment says are active and that are neither achieved, on any basis,
 * nor prepared. `active` may be NULL. */
void pal_posture_check(struct pal_reader *reader, const struct pal_node *active,
                       const struct pal_assessment *assessment);
struct pal_assessment *pal_assessment_read(struct pal_reader *reader, struct pal_node *root,
                                           const struct pal_model *model);
struct pal_actions *pal_actions_read(struct pal_reader *reader, struct pal_node *root,
                                     const struct pal_model *model);

struct pal_needs_rule *pal_needs_rule_read(struct pal_reader *reader, struct pal_node *root,
                                           const struct pal_model *model);

/* The needs of a project for a rule; `scheme` is the one they name, NULL when they name none. */
struct pal_needs *pal_needs_read(struct pal_reader *reader, struct pal_node *root,
                                 const struct pal_needs_rule *rule,
                                 const struct pal_alert_scheme *scheme);

struct pal_efforts *pal_effort_read(struct pal_reader *reader, struct pal_node *root,
                                    const struct pal_model *model);

/* Both kinds of outlook; `scheme` is the one that they name. */
struct pal_outlook *pal_alert_history_read(struct pal_reader *reader, struct pal_node *root,
                                           const struct pal_alert_scheme *scheme);
struct pal_outlook *pal_alert_rates_read(struct pal_reader *reader, struct pal_node *root,
                                         const struct pal_alert_scheme *scheme);

/* Stands by itself: a budget is for no model. */
struct pal_budget *pal_budget_read(struct pal_reader *reader, struct pal_node *root);

/* Stands by itself: who gives what is no matter of a model. */
struct pal_rights *pal_rights_read(struct pal_reader *reader, struct pal_node *root);

struct pal_questionnaire *pal_questionnaire_read(struct pal_reader *reader, struct pal_node *root,
                                                 const struct pal_model *model);
/* Answers must be to `questionnaire`. */
struct pal_answers *pal_answers_read(struct pal_reader *reader, struct pal_node *root,
                                     const struct pal_questionnaire *questionnaire);

/* One of them, whose node has the question as its key and was held against its type; false: it is
 * to no question of `questionnaire`, or memory is short. */
bool pal_answer_read(struct pal_reader *reader, struct pal_node *node,
                     const struct pal_questionnaire *questionnaire, struct pal_answer *out);
/* Stand by themselves: what a procedure allows and what is said in one is no matter of a model. */
struct pal_procedures *pal_procedures_read(struct pal_reader *reader, struct pal_node *root);
struct pal_messages *pal_messages_read(struct pal_reader *reader, struct pal_node *root);
struct pal_notice *pal_notice_read(struct pal_reader *reader, struct pal_node *root);

/* Stands by itself: a scheme is for no model. */
struct pal_alert_scheme *pal_alert_scheme_read(struct pal_reader *reader, struct pal_node *root);

/* Reports at `node` unless the document's model is `model`. */
void pal_kind_check_model(struct pal_reader *reader, struct pal_node *node,
                          const struct pal_model *model);

#endif
