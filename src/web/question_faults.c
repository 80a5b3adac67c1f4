/* question_faults - what is wrong with an answer that was typed, by its place. */
#include <string.h>

#include "web/question_parts.h"

bool pal_question_form_tell(struct pal_question_form *form, const char *path, const char *sentence)
{
    struct pal_question_spot spot;
    const char *behind = "";
    const char *own = pal_question_made(form, pal_question_copy(form, sentence, strlen(sentence)));
    struct pal_question_box *table = pal_question_find_table(form, path, &behind);
    const char **at = NULL;
    if (path[0] == '\0') {
        at = &form->error;
    } else if (table != NULL && *behind == '\0') {
        at = &table->error;
    } else if (pal_question_find(form, path, &spot)) {
        at = &spot.said->error;
    }
    if (at != NULL) {
        form->error_count++;
        *at = *at != NULL ? *at : own;
    }
    return at != NULL;
}

/* Where the list of what is wrong has come to. */
struct listing {
    struct pal_question_form *form;
    struct pal_question_fault *out;
    size_t max;
    size_t count;
};

static void add(struct listing *in, const char *path, const char *sentence)
{
    if (sentence != NULL && in->count < in->max) {
        in->out[in->count++] = (struct pal_question_fault){path, sentence};
    }
}

static bool is_wrong(const struct pal_question_box *box)
{
    for (size_t i = 0; i < box->part_count; i++) {
        if (box->said[i].error != NULL) {
            return true;
        }
    }
    return false;
}

static void add_box(struct listing *in, const struct pal_question_box *box, const char *path)
{
    for (size_t i = 0; i < box->part_count; i++) {
        if (box->said[i].error != NULL) {
            add(in, pal_question_path(in->form, path, &box->parts[i]), box->said[i].error);
        }
    }
}

static void add_table(struct listing *in, const struct pal_question_box *table)
{
    add(in, table->path, table->error);
    for (const struct pal_question_row *row = table->first; row != NULL; row = row->next) {
        for (size_t i = 0; i < pal_question_columns(table) && in->count < in->max; i++) {
            if (is_wrong(&row->cells[i])) {
                add_box(in, &row->cells[i], pal_question_cell_path(in->form, table, row->index, i));
            }
        }
    }
}

size_t pal_question_form_faults(struct pal_question_form *form, struct pal_question_fault *out,
                                size_t max)
{
    struct listing in = {form, out, max, 0};
    add(&in, "", form->error);
    for (size_t i = 0; !form->failed && i < form->question->field_count + 2; i++) {
        const struct pal_question_box *box = &form->boxes[i];
        if (pal_question_is_table(box)) {
            add_table(&in, box);
        } else {
            add_box(&in, box, box->path);
        }
    }
    return in.count;
}
