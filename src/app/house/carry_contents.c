/* carry_contents - the bytes of files that facts name, out of an export and into one; see
 * carry_parts.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/house/carry_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "base/text.h"
#include "store/contents.h"

enum { PATH_ROOM = 4096, HASH_DIGITS = PAL_HASH_TEXT - 1 };

const char *pal_content_named(const json_t *fact)
{
    const char *kind = json_string_value(json_object_get(fact, "kind"));
    const char *hash = json_string_value(json_object_get(json_object_get(fact, "body"), "sha256"));
    bool is_hash = hash != NULL && strlen(hash) == HASH_DIGITS &&
                   strspn(hash, "0123456789abcdef") == HASH_DIGITS;
    return kind != NULL && strcmp(kind, pal_fact_file.id) == 0 && is_hash ? hash : NULL;
}

/* --------------------------------------------------------------------------- out */

struct writing {
    struct pal_errand *errand;
    const char *folder;
    json_t *written; /* by hash */
};

static enum pal_rc write_pieces(const struct writing *at, FILE *file,
                                const struct pal_content_row *content)
{
    struct pal_buf bytes;
    struct pal_hashing hashing;
    char hash[PAL_HASH_TEXT];
    enum pal_rc rc = PAL_OK;
    pal_buf_init(&bytes, PAL_PIECE_MOST, NULL);
    pal_secret_hash_begin(&hashing);
    for (int64_t i = 0; i < content->pieces && rc == PAL_OK; i++) {
        bytes.len = 0;
        rc = pal_content_piece(at->errand->db, content->id, i, &bytes);
        if (rc == PAL_OK) {
            pal_secret_hash_add(&hashing, bytes.data, bytes.len);
        }
        if (rc == PAL_OK && fwrite(bytes.data, 1, bytes.len, file) != bytes.len) {
            rc = PAL_E_IO;
        }
    }
    pal_buf_done(&bytes);
    pal_secret_hash_end(&hashing, hash);
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && strcmp(hash, content->hash) != 0)) {
        return pal_errand_fail(at->errand, PAL_E_INVALID,
                               "the content of the file with SHA-256 %s is not what was sent; run "
                               "\"palier doctor\"",
                               content->hash);
    }
    return rc;
}

static enum pal_rc write_content(const struct writing *at, const char *hash)
{
    char path[PATH_ROOM];
    struct pal_content_row content;
    enum pal_rc rc = pal_content_find(at->errand->db, NULL, hash, at->errand->arena, &content);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(at->errand, PAL_E_INVALID,
                               "the content of the file with SHA-256 %s is not there; run "
                               "\"palier doctor\"",
                               hash);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    (void)snprintf(path, sizeof path, "%s/contents/%s", at->folder, hash);
    FILE *file = fopen(path, "wbxe");
    bool is_open = file != NULL;
    rc = is_open ? write_pieces(at, file, &content) : PAL_E_IO;
    bool is_closed = is_open && fclose(file) == 0;
    return rc == PAL_E_IO || (rc == PAL_OK && !is_closed)
               ? pal_errand_fail(at->errand, PAL_E_IO, "%.300s cannot be written: %s", path,
                                 strerror(errno))
               : rc;
}

/* The folder is made for the first of them. */
static enum pal_rc write_once(struct writing *at, const char *hash)
{
    char path[PATH_ROOM];
    if (json_object_get(at->written, hash) != NULL) {
        return PAL_OK;
    }
    (void)snprintf(path, sizeof path, "%s/contents", at->folder);
    if (json_object_size(at->written) == 0 && mkdir(path, 0700) != 0) {
        return pal_errand_fail(at->errand, PAL_E_IO, "the folder %s cannot be made: %s",
                               pal_quote(path).text, strerror(errno));
    }
    enum pal_rc rc = write_content(at, hash);
    return rc == PAL_OK && json_object_set_new(at->written, hash, json_true()) != 0 ? PAL_E_MEMORY
                                                                                    : rc;
}

enum pal_rc pal_contents_export(struct pal_errand *errand, const char *folder, const json_t *acts)
{
    struct writing at = {errand, folder, json_object()};
    enum pal_rc rc = at.written != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < json_array_size(acts) && rc == PAL_OK; i++) {
        const json_t *facts = json_object_get(json_array_get(acts, i), "facts");
        for (size_t j = 0; j < json_array_size(facts) && rc == PAL_OK; j++) {
            const char *hash = pal_content_named(json_array_get(facts, j));
            rc = hash != NULL ? write_once(&at, hash) : PAL_OK;
        }
    }
    json_decref(at.written);
    return rc;
}

/* ---------------------------------------------------------------------------- in */

static enum pal_rc add_to_hash(void *ctx, const char *bytes, size_t len)
{
    pal_secret_hash_add(ctx, bytes, len);
    return PAL_OK;
}

static enum pal_rc check_content(struct pal_bringing *at, const json_t *fact, const char *named)
{
    char name[PAL_HASH_TEXT + 16];
    char hash[PAL_HASH_TEXT];
    struct pal_hashing hashing;
    const struct pal_folder_taking taking = {add_to_hash, &hashing};
    int64_t size = json_integer_value(json_object_get(json_object_get(fact, "body"), "size"));
    if (at->folder == NULL) {
        return pal_row_invalid(at, "the content of a file is missing");
    }
    (void)snprintf(name, sizeof name, "contents/%s", named);
    pal_secret_hash_begin(&hashing);
    enum pal_rc rc = pal_folder_read_pieces(at->errand, at->folder, name, size, &taking);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_hash_end(&hashing, hash);
    if (strcmp(hash, named) != 0) {
        return pal_row_invalid(at, "the content of a file is not the one that was exported");
    }
    return json_object_set_new(at->contents, named, json_integer(size)) == 0
               ? PAL_OK
               : pal_errand_explain(at->errand, PAL_E_MEMORY);
}

enum pal_rc pal_contents_check(struct pal_bringing *at, const json_t *act)
{
    const json_t *facts = json_object_get(act, "facts");
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < json_array_size(facts) && rc == PAL_OK; i++) {
        const char *hash = pal_content_named(json_array_get(facts, i));
        bool is_new = hash != NULL && json_object_get(at->contents, hash) == NULL;
        rc = is_new ? check_content(at, json_array_get(facts, i), hash) : PAL_OK;
    }
    return rc;
}

struct arriving {
    struct pal_db *db;
    const char *id;
    struct pal_hashing hashing;
    int64_t pieces;
};

static enum pal_rc add_piece(void *ctx, const char *bytes, size_t len)
{
    struct arriving *at = ctx;
    pal_secret_hash_add(&at->hashing, bytes, len);
    return pal_content_add(at->db, at->id, at->pieces++, bytes, len);
}

/* It was checked before, and is held against its hash again: files change. */
static enum pal_rc bring_pieces(struct pal_bringing *at, const struct pal_file_said *said,
                                const char *id)
{
    char name[PAL_HASH_TEXT + 16];
    char hash[PAL_HASH_TEXT];
    struct arriving arriving = {.db = at->errand->db, .id = id};
    const struct pal_folder_taking taking = {add_piece, &arriving};
    if (at->folder == NULL) {
        return pal_row_invalid(at, "the content of a file is missing");
    }
    (void)snprintf(name, sizeof name, "contents/%s", said->hash);
    pal_secret_hash_begin(&arriving.hashing);
    enum pal_rc rc = pal_folder_read_pieces(at->errand, at->folder, name, said->size, &taking);
    if (rc != PAL_OK) {
        return pal_errand_explain(at->errand, rc);
    }
    pal_secret_hash_end(&arriving.hashing, hash);
    return strcmp(hash, said->hash) == 0
               ? pal_content_arrived(at->errand->db, id, hash)
               : pal_row_invalid(at, "the content of a file is not the one that was exported");
}

enum pal_rc pal_content_bring(struct pal_bringing *at, const struct pal_fact_row *row,
                              char id[PAL_ID_TEXT])
{
    struct pal_file_said said;
    struct pal_content_row content = {
        .scope = row->project, .principal = pal_fact_principal(at->errand), .at = at->errand->now};
    id[0] = '\0';
    if (strcmp(row->kind, pal_fact_file.id) != 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_file_said(at->errand, row->body, &said);
    if (rc != PAL_OK || said.hash[0] == '\0') {
        return rc;
    }
    struct pal_content_row here;
    rc = pal_content_of_value(at->errand->db, row, said.hash, &at->arena, &here);
    if (rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    pal_secret_id(id);
    content.id = id;
    rc = content.principal != NULL ? pal_content_begin(at->errand->db, &content) : PAL_E_MEMORY;
    return rc == PAL_OK ? bring_pieces(at, &said, id) : rc;
}
