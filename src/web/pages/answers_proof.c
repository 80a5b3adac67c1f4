/* answers_proof - a proof that was submitted, opened beside the answers: its text where it is text,
 * never as anything that a browser would run. */
#include <string.h>

#include "app/house/arrivals.h"
#include "base/utf8.h"
#include "web/pages/answers_page.h"
#include "web/pages/pages.h"

enum { SHOWN_MOST = 64 * 1024 };

/* What may stand in a page; a character that was cut at the end goes. */
static const char *text_of(struct pal_call *call, const struct pal_buf *bytes)
{
    size_t len = bytes->len < SHOWN_MOST ? bytes->len : SHOWN_MOST;
    char *text = pal_arena_copy(call->request->arena, bytes->data, len);
    size_t bad = 0;
    uint32_t sign = 0;
    if (text == NULL || strlen(text) != len) {
        return NULL;
    }
    pal_utf8_trim(text);
    len = strlen(text);
    bool is_text = pal_utf8_check(text, len, &bad) && pal_utf8_is_text(text, len, &sign);
    return is_text ? text : NULL;
}

static enum pal_rc read_text(struct pal_call *call, const char *sending, const char *part,
                             struct pal_value *row)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = sending,
                                           .kind = "file",
                                           .part = part,
                                           .lane = "claimed",
                                           .max = 1};
    struct pal_departure file;
    struct pal_buf bytes;
    enum pal_rc rc = pal_departure_open(&call->errand, &search, NULL, &file);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_buf_init(&bytes, 2 * PAL_ARRIVAL_PIECE, call->request->arena->alloc);
    rc = pal_departure_piece(&call->errand, file.content, 0, &bytes);
    const char *text = rc == PAL_OK && bytes.len > 0 ? text_of(call, &bytes) : NULL;
    pal_put_text(row, "text", text);
    pal_put_boolean(row, "is_cut", text != NULL && file.size > SHOWN_MOST);
    pal_buf_done(&bytes);
    return rc;
}

enum pal_rc pal_read_put_proof(struct pal_call *call, struct pal_value *row,
                               const struct pal_read *read, const char *hash)
{
    for (size_t i = 0; i < read->file_count; i++) {
        if (strcmp(read->files[i].id, hash) == 0) {
            struct pal_value *proof = pal_put_object(row, "proof");
            pal_put_borrowed(proof, "of", read->looking.sending.id);
            pal_put_borrowed(proof, "name", read->files[i].name);
            pal_put_borrowed(proof, "url", read->files[i].url);
            return read_text(call, read->looking.sending.id, read->file_parts[i], proof);
        }
    }
    pal_put_null(row, "proof");
    return PAL_OK;
}
