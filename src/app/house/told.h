/*
 * told - rows of the store as the house tells of them: each verb that is public ends with it. Texts
 * are not copied; what a visitor has no use for (hashes of secrets, inner numbers) stays behind.
 * Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_TOLD_H
#define PAL_APP_HOUSE_TOLD_H

#include "app/house/accounts.h"
#include "app/house/audit.h"
#include "app/house/document.h"
#include "app/house/dossier.h"
#include "app/house/errand.h"
#include "app/house/grants.h"
#include "app/house/people.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/people.h"
#include "store/records.h"

struct pal_document pal_told_document(const struct pal_errand *errand,
                                      const struct pal_record *row);
struct pal_account pal_told_account(const struct pal_person *row);
struct pal_assessed pal_told_assessed(const struct pal_errand *errand,
                                      const struct pal_score_row *row);
/* A title in the language of the errand. */
const char *pal_told_title(const struct pal_errand *errand, const char *title,
                           const char *title_fr);
struct pal_dossier_file pal_told_file(const struct pal_file_row *row);
struct pal_anchor pal_told_anchor(const struct pal_anchor_row *row);

/* What the store takes of a search; `projects` is for app alone to fill in. */
struct pal_record_list pal_asked_records(const struct pal_document_search *search);
/* NULL of NULL, else `room`. */
const struct pal_place *pal_asked_place(const struct pal_list_place *place, struct pal_place *room);

/* The same of `count` rows that the store answered with `rc`, in the errand's arena. Where that is
 * a failure, or memory is short, `out` is NULL and `count` 0. Explains the result. */
enum pal_rc pal_told_documents(struct pal_errand *errand, enum pal_rc rc,
                               const struct pal_record *rows, struct pal_document **out,
                               size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_versions(struct pal_errand *errand, enum pal_rc rc,
                              const struct pal_record *rows, struct pal_version **out,
                              size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_accounts(struct pal_errand *errand, enum pal_rc rc,
                              const struct pal_person *rows, struct pal_account **out,
                              size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_roles(struct pal_errand *errand, enum pal_rc rc, const struct pal_grant *rows,
                           struct pal_role_held **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_role_sums(struct pal_errand *errand, enum pal_rc rc,
                               const struct pal_grant_sum *rows, struct pal_role_sum **out,
                               size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_tokens(struct pal_errand *errand, enum pal_rc rc, const struct pal_token *rows,
                            struct pal_api_token **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_lifted(struct pal_errand *errand, enum pal_rc rc, const struct pal_lift *rows,
                            struct pal_lifted_duty **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_scores(struct pal_errand *errand, enum pal_rc rc,
                            const struct pal_score_row *rows, struct pal_assessed **out,
                            size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_files(struct pal_errand *errand, enum pal_rc rc,
                           const struct pal_file_row *rows, struct pal_dossier_file **out,
                           size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_hours(struct pal_errand *errand, enum pal_rc rc,
                           const struct pal_hours_row *rows, struct pal_hours **out,
                           size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_totals(struct pal_errand *errand, enum pal_rc rc,
                            const struct pal_hours_sum *rows, struct pal_hours_total **out,
                            size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_deliveries(struct pal_errand *errand, enum pal_rc rc,
                                const struct pal_delivery_row *rows, struct pal_delivery **out,
                                size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_entries(struct pal_errand *errand, enum pal_rc rc,
                             const struct pal_audit_row *rows, struct pal_audit_entry **out,
                             size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_told_anchors(struct pal_errand *errand, enum pal_rc rc,
                             const struct pal_anchor_row *rows, struct pal_anchor **out,
                             size_t *count) PAL_WARN_UNUSED;

#endif
