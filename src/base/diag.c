#include "base/diag.h"

#include "base/text.h"

void pal_diag_init(struct pal_diag *diag)
{
    diag->error_count = 0;
    diag->warning_count = 0;
    diag->voice = NULL;
}

static void keep(struct pal_err *kept, size_t *count, const struct pal_err *problem)
{
    if (*count < PAL_LIMIT_PROBLEMS) {
        kept[*count] = *problem;
    }
    *count += 1;
}

void pal_diag_error(struct pal_diag *diag, const struct pal_err *problem)
{
    keep(diag->errors, &diag->error_count, problem);
}

void pal_diag_warning(struct pal_diag *diag, const struct pal_err *problem)
{
    keep(diag->warnings, &diag->warning_count, problem);
}

enum pal_rc pal_diag_rc(const struct pal_diag *diag)
{
    return diag->error_count == 0 ? PAL_OK : diag->errors[0].rc;
}

static void write_place(const struct pal_err *err, struct pal_buf *out)
{
    if (err->file[0] != '\0') {
        pal_text_terminal(out, err->file);
        if (err->line > 0) {
            pal_buf_printf(out, ":%u", (unsigned)err->line);
        }
        if (err->column > 0) {
            pal_buf_printf(out, ":%u", (unsigned)err->column);
        }
        pal_buf_add(out, ": ");
    }
}

static void write_sentence(const struct pal_err *err, pal_diag_way way, struct pal_buf *out)
{
    if (err->path[0] != '\0') {
        pal_text_terminal(out, err->path);
        pal_buf_add(out, ": ");
    }
    pal_text_terminal(out, err->message);
    if (err->lacks != NULL && way != NULL) {
        way(err->lacks, out);
    }
}

void pal_diag_lacks(struct pal_diag *diag, const char *what)
{
    if (diag->error_count > 0 && diag->error_count <= PAL_LIMIT_PROBLEMS) {
        diag->errors[diag->error_count - 1].lacks = what;
    }
}

void pal_diag_field(struct pal_diag *diag, const char *field)
{
    if (diag->error_count > 0 && diag->error_count <= PAL_LIMIT_PROBLEMS) {
        diag->errors[diag->error_count - 1].field = field;
    }
}

static void write_all(const struct pal_voice *voice, const struct pal_err *problems, size_t count,
                      const char *mark, pal_diag_way way, struct pal_buf *out)
{
    size_t shown = count < PAL_LIMIT_PROBLEMS ? count : PAL_LIMIT_PROBLEMS;
    for (size_t i = 0; i < shown; i++) {
        write_place(&problems[i], out);
        pal_buf_add(out, mark);
        write_sentence(&problems[i], way, out);
        pal_buf_add_char(out, '\n');
    }
    if (count > shown) {
        pal_buf_add(out, mark);
        pal_buf_printf(out, pal_voice_say(voice, PAL_N_("and %zu more")), count - shown);
        pal_buf_add_char(out, '\n');
    }
}

void pal_diag_write_errors(const struct pal_diag *diag, pal_diag_way way, struct pal_buf *out)
{
    write_all(diag->voice, diag->errors, diag->error_count, "", way, out);
}

void pal_diag_write(const struct pal_diag *diag, pal_diag_way way, struct pal_buf *out)
{
    pal_diag_write_errors(diag, way, out);
    const char *mark = pal_voice_say(diag->voice, PAL_N_("warning: "));
    write_all(diag->voice, diag->warnings, diag->warning_count, mark, way, out);
}
