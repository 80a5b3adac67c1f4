#include "app/house/checks.h"

#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/work.h"
#include "format/desc.h"

const char *const pal_dossier_kinds[PAL_DOSSIER_KINDS] = {
    "tender", "answer", "architecture", "contract", "policy", "report", "other"};

const char *pal_cut(struct pal_errand *errand, const char *text, size_t max)
{
    size_t len = strlen(text);
    if (len > max) {
        len = max;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80) {
            len--;
        }
    }
    return pal_arena_copy(errand->arena, text, len);
}

/* -------------------------------------------------------------------- words */

enum pal_rc pal_check_minutes(struct pal_errand *errand, const char *text, int64_t least,
                              int64_t *out)
{
    char most[PAL_WORK_TEXT];
    if (pal_work_read(text, out) && *out >= least && *out <= PAL_DOSSIER_MINUTES) {
        return PAL_OK;
    }
    pal_work_write(PAL_DOSSIER_MINUTES, most);
    return pal_errand_fail_at(errand, PAL_E_INVALID, "minutes",
                              "%s is no time of work from %d min to %s; write minutes as "
                              "150, hours as 2 h, 2 h 30, 2:30 or 2.5 h",
                              pal_quote(text).text, (int)least, most);
}

enum pal_rc pal_check_length(struct pal_errand *errand, const char *what, const char *text,
                             size_t max)
{
    return strlen(text) <= max ? PAL_OK
                               : pal_errand_fail(errand, PAL_E_LIMIT,
                                                 "%s: %zu bytes are too long, %zu are the most",
                                                 what, strlen(text), max);
}

enum pal_rc pal_check_reason(struct pal_errand *errand, const char *reason)
{
    enum { REASON_MAX_BYTES = 500 };
    return !pal_is_blank(reason) && strlen(reason) <= REASON_MAX_BYTES
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID, "say why, in 1 to %d bytes",
                                 REASON_MAX_BYTES);
}

/* -------------------------------------------------------------------- files */

enum pal_rc pal_file_check_count(struct pal_errand *errand, int64_t count)
{
    return count < PAL_DOSSIER_FILES
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_LIMIT,
                                 "the project has %d documents; that is the most",
                                 PAL_DOSSIER_FILES);
}

static bool is_kind(const char *kind)
{
    for (size_t i = 0; i < PAL_DOSSIER_KINDS; i++) {
        if (strcmp(pal_dossier_kinds[i], kind) == 0) {
            return true;
        }
    }
    return false;
}

const char *pal_file_plain_name(struct pal_errand *errand, const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        name = *at == '/' || *at == '\\' ? at + 1 : name;
    }
    while (*name == '.' || *name == ' ') {
        name++;
    }
    char *kept = pal_arena_copy(errand->arena, name, strlen(name));
    for (char *at = kept; at != NULL && *at != '\0'; at++) {
        bool is_bad = (unsigned char)*at < ' ' || *at == 0x7F || strchr("\"*:<>?|;%", *at) != NULL;
        *at = is_bad ? '_' : *at;
    }
    if (kept == NULL) {
        return NULL;
    }
    return kept[0] != '\0' ? pal_cut(errand, kept, PAL_DOSSIER_FILE_NAME) : "file";
}

/* What the bytes are, whatever they are said to be: nothing else is ever shown by a browser. */
const char *pal_file_media_type(const struct pal_sent_file *file)
{
    if (file->len >= 5 && memcmp(file->bytes, "%PDF-", 5) == 0) {
        return "application/pdf";
    }
    size_t bad_at;
    bool is_said = file->media_type != NULL && strncmp(file->media_type, "text/plain", 10) == 0;
    if (is_said && memchr(file->bytes, '\0', file->len) == NULL &&
        pal_utf8_check(file->bytes, file->len, &bad_at)) {
        return "text/plain";
    }
    return "application/octet-stream";
}

enum pal_rc pal_file_check(struct pal_errand *errand, const struct pal_sent_file *file)
{
    if (file->len == 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "file", "choose a file that is not empty");
    }
    if (file->len > PAL_DOSSIER_FILE_BYTES) {
        return pal_errand_fail_at(errand, PAL_E_LIMIT, "file", "the file is larger than 16 MB");
    }
    if (!is_kind(file->kind)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "kind", "%s is no kind of document",
                                  pal_quote(file->kind).text);
    }
    return PAL_OK;
}

enum pal_rc pal_file_check_row(struct pal_errand *errand, const struct pal_file_row *row)
{
    struct pal_sent_file file = {.title = row->title,
                                 .kind = row->kind,
                                 .file_name = row->file_name,
                                 .media_type = row->media_type,
                                 .bytes = row->content,
                                 .len = (size_t)row->size};
    enum pal_rc rc = pal_file_check(errand, &file);
    if (rc == PAL_OK && row->title[0] == '\0') {
        rc = pal_errand_fail_at(errand, PAL_E_INVALID, "title", "a file has a title");
    }
    if (rc == PAL_OK) {
        rc = pal_check_length(errand, "title", row->title, PAL_DOSSIER_TITLE);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const char *name = pal_file_plain_name(errand, row->file_name);
    if (name == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    if (strcmp(name, row->file_name) != 0) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s is no name under which a file is kept",
                               pal_quote(row->file_name).text);
    }
    const char *type = pal_file_media_type(&file);
    return strcmp(type, row->media_type) == 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID, "its bytes are %s, not %s", type,
                                 pal_quote(row->media_type).text);
}
