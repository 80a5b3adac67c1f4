#include "web/pages/answers_field.h"

#include <string.h>

#include "app/house/candidates.h"
#include "app/house/shelf.h"
#include "render/words.h"
#include "web/frames.h"
#include "web/pages/pages.h"

/* ------------------------------------------------------------------ who there is */

static const char *title_of(struct pal_call *call, const char *provider)
{
    struct pal_document record;
    const struct pal_err told = call->errand.err; /* of a form that is shown again */
    bool is_there = pal_house_get(&call->errand, "provider", provider, &record) == PAL_OK;
    call->errand.err = told;
    return is_there ? record.title : provider;
}

static struct pal_read_candidate *find(struct pal_read_field *field, enum pal_actor actor,
                                       const char *provider)
{
    for (size_t i = 0; i < field->count; i++) {
        const struct pal_read_candidate *item = &field->items[i];
        bool is_same = (item->provider == NULL) == (provider == NULL) &&
                       (provider == NULL || strcmp(item->provider, provider) == 0);
        if (item->actor == actor && is_same) {
            return &field->items[i];
        }
    }
    return NULL;
}

static struct pal_read_candidate *add(struct pal_call *call, struct pal_read_field *field,
                                      enum pal_actor actor, const char *provider)
{
    struct pal_read_candidate *item = &field->items[field->count++];
    *item = (struct pal_read_candidate){.provider = provider,
                                        .actor = actor,
                                        .title = provider != NULL
                                                     ? title_of(call, provider)
                                                     : pal_word_actor(&call->language, actor)};
    return item;
}

/* ------------------------------------------------------------------ what is there */

static bool is_there(const struct pal_sending *sending)
{
    return !sending->is_sealed && sending->was_submitted;
}

static void look_at(struct pal_call *call, struct pal_read_candidate *item)
{
    bool is_sealed = false;
    for (size_t i = 0; i < item->count; i++) {
        item->is_there = item->is_there || is_there(&item->sendings[i]);
        is_sealed = is_sealed || item->sendings[i].is_sealed;
    }
    item->why_not = item->is_there     ? NULL
                    : item->count == 0 ? pal_call_tr(call, "no questionnaire was sent")
                    : is_sealed        ? pal_call_tr(call, "the answers are not opened yet")
                                       : pal_call_tr(call, "nothing is submitted so far");
}

static enum pal_rc hand_out(struct pal_call *call, const struct pal_sending *sendings, size_t count,
                            struct pal_read_field *field)
{
    for (size_t i = 0; i < count; i++) {
        const char *provider = sendings[i].to == PAL_ACTOR_PROVIDER ? sendings[i].provider : NULL;
        struct pal_read_candidate *item = find(field, sendings[i].to, provider);
        item = item != NULL ? item : add(call, field, sendings[i].to, provider);
        if (item->sendings == NULL) {
            item->sendings = PAL_NEW(call->request->arena, struct pal_sending, count);
        }
        if (item->sendings == NULL) {
            return pal_errand_explain(&call->errand, PAL_E_MEMORY);
        }
        item->sendings[item->count++] = sendings[i];
    }
    for (size_t i = 0; i < field->count; i++) {
        look_at(call, &field->items[i]);
    }
    return PAL_OK;
}

enum pal_rc pal_read_field(struct pal_call *call, const char *project, struct pal_read_field *out)
{
    struct pal_value *document = NULL;
    struct pal_candidates candidates = {0};
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    *out = (struct pal_read_field){0};
    enum pal_rc rc = pal_project_frame(call, project, &out->project, &document);
    rc = rc == PAL_OK ? pal_candidates_now(&call->errand, project, out->project.text, &candidates)
                      : rc;
    rc = rc == PAL_OK ? pal_sendings_list(&call->errand, project, &sendings, &count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    out->items =
        PAL_NEW(call->request->arena, struct pal_read_candidate, candidates.count + count + 1);
    if (out->items == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < candidates.count; i++) {
        const unsigned state = candidates.items[i].state;
        if (state != PAL_CANDIDATE_WITHDRAWN) {
            (void)add(call, out, PAL_ACTOR_PROVIDER, candidates.items[i].provider);
        }
    }
    return hand_out(call, sendings, count, out);
}

void pal_read_put_absent(struct pal_call *call, const struct pal_read_field *field,
                         enum pal_actor actor)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    bool is_sealed = false;
    for (size_t i = 0; i < field->count; i++) {
        const struct pal_read_candidate *item = &field->items[i];
        if (item->is_there || item->actor != actor) {
            continue;
        }
        for (size_t k = 0; k < item->count; k++) {
            is_sealed = is_sealed || item->sendings[k].is_sealed;
        }
        struct pal_value *row = pal_add_object(page);
        pal_put_borrowed(row, "title", item->title);
        pal_put_borrowed(row, "why", item->why_not);
        if (item->provider != NULL) {
            pal_add_borrowed(data, item->provider);
        }
    }
    pal_set(call->data, "absent", data);
    pal_set(call->page, "absent", page);
    pal_set_boolean(call->page, "is_sealed", is_sealed);
}
