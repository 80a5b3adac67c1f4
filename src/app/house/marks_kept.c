#include "app/house/marks_kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum {
    PLACES = 512,
    WAYS = 4,          /* places that one assessment may have */
    MOST = 8 << 20,    /* bytes of all */
    ROWS_MOST = 20000, /* of one; what is larger is read each time */
};

/* A row, as far as it is read. */
struct brief {
    const char *kind;
    const char *part;
    const char *lane;
    const char *state;
    const char *body;
    int64_t number;
    int64_t turn;
};

struct place {
    struct pal_arena arena; /* of all that it has */
    const char *assessment; /* NULL: it is free */
    const char *stamp;
    struct brief *rows;
    size_t count;
    size_t size;
    uint64_t put_at; /* counted in puts */
};

struct pal_marks_kept {
    pthread_mutex_t lock;
    struct place places[PLACES];
    size_t size;
    size_t hand; /* the place that is next to go where room is short */
    uint64_t puts;
};

struct pal_marks_kept *pal_marks_kept_new(void)
{
    struct pal_marks_kept *kept = calloc(1, sizeof *kept);
    if (kept != NULL) {
        (void)pthread_mutex_init(&kept->lock, NULL);
    }
    return kept;
}

static void clear(struct pal_marks_kept *kept, struct place *place)
{
    if (place->assessment != NULL) {
        kept->size -= place->size;
        pal_arena_done(&place->arena);
        *place = (struct place){.assessment = NULL};
    }
}

void pal_marks_kept_free(struct pal_marks_kept *kept)
{
    if (kept == NULL) {
        return;
    }
    for (size_t i = 0; i < PLACES; i++) {
        clear(kept, &kept->places[i]);
    }
    (void)pthread_mutex_destroy(&kept->lock);
    free(kept);
}

/* FNV-1a: the ids are short. */
static size_t hash_of(const char *id)
{
    uint64_t hash = 14695981039346656037U;
    for (; *id != '\0'; id++) {
        hash = (hash ^ (unsigned char)*id) * 1099511628211U;
    }
    return (size_t)(hash ^ hash >> 32);
}

/* Where it is, else where it would be: a place that is free, else the one that was put longest ago.
 */
static struct place *find(struct pal_marks_kept *kept, const char *assessment)
{
    struct place *best = NULL;
    size_t hash = hash_of(assessment);
    for (size_t i = 0; i < WAYS; i++) {
        struct place *place = &kept->places[(hash + i) % PLACES];
        if (place->assessment != NULL && strcmp(place->assessment, assessment) == 0) {
            return place;
        }
        best = best == NULL || place->put_at < best->put_at ? place : best;
    }
    return best;
}

/* The words of a row that most have alike: that of the row before, rather than a copy for each. */
static const char *copy_word(struct pal_arena *arena, const char *word, const char *before,
                             const char *copy)
{
    return before != NULL && (word == before || strcmp(word, before) == 0)
               ? copy
               : pal_arena_copy(arena, word, strlen(word));
}

bool pal_marks_kept_get(struct pal_marks_kept *kept, const char *assessment, const char *stamp,
                        struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    if (kept == NULL || stamp == NULL || stamp[0] == '\0') {
        return false;
    }
    (void)pthread_mutex_lock(&kept->lock);
    const struct place *place = find(kept, assessment);
    bool is_kept = place->assessment != NULL && strcmp(place->assessment, assessment) == 0 &&
                   strcmp(place->stamp, stamp) == 0;
    size_t rows = is_kept ? place->count : 0;
    struct pal_fact_row *own = is_kept ? PAL_NEW(arena, struct pal_fact_row, rows + 1) : NULL;
    is_kept = own != NULL;
    const struct brief none = {.kind = NULL};
    const struct brief *before = &none;
    const struct pal_fact_row *last = own;
    for (size_t i = 0; i < rows && is_kept; i++) {
        const struct brief *at = &place->rows[i];
        own[i] =
            (struct pal_fact_row){.kind = copy_word(arena, at->kind, before->kind, last->kind),
                                  .part = pal_arena_copy(arena, at->part, strlen(at->part)),
                                  .lane = copy_word(arena, at->lane, before->lane, last->lane),
                                  .state = copy_word(arena, at->state, before->state, last->state),
                                  .body = copy_word(arena, at->body, before->body, last->body),
                                  .number = at->number,
                                  .turn = at->turn};
        is_kept = own[i].kind != NULL && own[i].part != NULL && own[i].lane != NULL &&
                  own[i].state != NULL && own[i].body != NULL;
        before = at;
        last = &own[i];
    }
    (void)pthread_mutex_unlock(&kept->lock);
    *out = own;
    *count = is_kept ? rows : 0;
    return is_kept;
}

/* All of it in a new arena, which nobody has yet; false: memory is short. */
static bool fill(struct place *place, const char *assessment, const char *stamp,
                 const struct pal_fact_row *rows, size_t count)
{
    pal_arena_init(&place->arena, NULL);
    place->assessment = pal_arena_copy(&place->arena, assessment, strlen(assessment));
    place->stamp = pal_arena_copy(&place->arena, stamp, strlen(stamp));
    place->rows = PAL_NEW(&place->arena, struct brief, count + 1);
    place->count = count;
    bool is_fine = place->assessment != NULL && place->stamp != NULL && place->rows != NULL;
    const struct pal_fact_row none = {.kind = NULL};
    const struct pal_fact_row *before = &none;
    const struct brief *last = place->rows;
    for (size_t i = 0; i < count && is_fine; i++) {
        struct brief *own = &place->rows[i];
        const struct pal_fact_row *at = &rows[i];
        *own =
            (struct brief){.kind = copy_word(&place->arena, at->kind, before->kind, last->kind),
                           .part = pal_arena_copy(&place->arena, at->part, strlen(at->part)),
                           .lane = copy_word(&place->arena, at->lane, before->lane, last->lane),
                           .state = copy_word(&place->arena, at->state, before->state, last->state),
                           .body = copy_word(&place->arena, at->body, before->body, last->body),
                           .number = at->number,
                           .turn = at->turn};
        is_fine = own->kind != NULL && own->part != NULL && own->lane != NULL &&
                  own->state != NULL && own->body != NULL;
        before = at;
        last = own;
    }
    place->size = pal_arena_size(&place->arena);
    return is_fine;
}

void pal_marks_kept_put(struct pal_marks_kept *kept, const char *assessment, const char *stamp,
                        const struct pal_fact_row *rows, size_t count)
{
    struct place filled = {.assessment = NULL};
    if (kept == NULL || stamp[0] == '\0' || count > ROWS_MOST) {
        return;
    }
    bool is_fine = fill(&filled, assessment, stamp, rows, count);
    if (!is_fine || filled.size > MOST) {
        pal_arena_done(&filled.arena);
        return;
    }
    (void)pthread_mutex_lock(&kept->lock);
    struct place *place = find(kept, assessment);
    clear(kept, place);
    while (kept->size + filled.size > MOST) {
        clear(kept, &kept->places[kept->hand]);
        kept->hand = (kept->hand + 1) % PLACES;
    }
    filled.put_at = ++kept->puts;
    kept->size += filled.size;
    *place = filled;
    (void)pthread_mutex_unlock(&kept->lock);
}
