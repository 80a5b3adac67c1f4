#include "web/lately.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/secret.h"
#include "web/web_parts.h"

#define SECONDS_MASK UINT64_C(0xFFFFFF)

/* What a sender is known by; false: by nothing. */
static bool hash_sender(const struct pal_http_request *head, uint64_t *out)
{
    const char *bearer = pal_http_header(head, "Authorization");
    bool is_pass = head->segment_count > 1 && strcmp(head->segments[0], "p") == 0;
    const char *cookie = pal_fields_get(&head->cookies, is_pass ? PAL_PASS_COOKIE : "palier");
    const char *word = bearer != NULL ? bearer : cookie;
    char hash[PAL_HASH_TEXT];
    if (word == NULL || word[0] == '\0') {
        return false;
    }
    pal_secret_hash(word, strlen(word), hash);
    hash[16] = '\0';
    *out = strtoull(hash, NULL, 16);
    return true;
}

static bool is_short(const struct pal_http_request *head)
{
    const char *length = pal_http_header(head, "Content-Length");
    return length != NULL && pal_http_header(head, "Transfer-Encoding") == NULL &&
           strtoull(length, NULL, 10) <= PAL_LATELY_BODY;
}

bool pal_lately_was_in(const struct pal_lately *lately, const struct pal_http_request *head,
                       int64_t now)
{
    uint64_t hash;
    if (!is_short(head) || !hash_sender(head, &hash)) {
        return false;
    }
    uint64_t place = atomic_load(&lately->places[hash % PAL_LATELY_PLACES]);
    uint64_t age = ((uint64_t)now - place) & SECONDS_MASK;
    return place != 0 && (place & ~SECONDS_MASK) == (hash & ~SECONDS_MASK) &&
           age < PAL_LATELY_SECONDS;
}

void pal_lately_note(struct pal_lately *lately, const struct pal_http_request *head, int64_t now)
{
    uint64_t hash;
    if (hash_sender(head, &hash)) {
        atomic_store(&lately->places[hash % PAL_LATELY_PLACES],
                     (hash & ~SECONDS_MASK) | ((uint64_t)now & SECONDS_MASK));
    }
}
