#include "app/desk/zones.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/desk/files.h"

enum {
    FILE_MOST = 64 << 10,   /* of a zone: the largest have 4 kB */
    TABLE_MOST = 256 << 10, /* of the names of places */
    PATH_LEN = 4096,
    KNOWN_MOST = 1000 /* the tz database has 600 names */
};

struct known {
    struct pal_zone zone;
    struct known *next;
};

struct pal_zones {
    pthread_mutex_t lock;
    struct pal_arena arena; /* all that was read */
    struct known *known;
    size_t count;
    struct pal_zone own;
};

static const char *folder(void)
{
    const char *set = getenv("TZDIR");
    return set != NULL && set[0] == '/' ? set : "/usr/share/zoneinfo";
}

static bool read_file(struct pal_arena *arena, const char *path, const char *name,
                      struct pal_zone *out)
{
    const char *bytes;
    size_t len;
    return pal_file_read(path, FILE_MOST, arena, &bytes, &len, NULL, NULL) == PAL_OK &&
           pal_zone_read(name, (const unsigned char *)bytes, len, out);
}

static bool read_named(struct pal_arena *arena, const char *name, struct pal_zone *out)
{
    const char *kept = pal_arena_copy(arena, name, strlen(name));
    const char *path = pal_arena_printf(arena, "%s/%s", folder(), name);
    return kept != NULL && path != NULL && pal_zone_is_name(name) &&
           read_file(arena, path, kept, out);
}

/* What /etc/localtime is a link to says its name. */
static bool read_localtime(struct pal_arena *arena, struct pal_zone *out)
{
    static const char path[] = "/etc/localtime";
    static const char mark[] = "zoneinfo/";
    char target[PATH_LEN];
    ssize_t len = readlink(path, target, sizeof target - 1);
    target[len > 0 ? len : 0] = '\0';
    const char *at = strstr(target, mark);
    const char *name = at != NULL ? at + sizeof mark - 1 : "";
    const char *kept = pal_arena_copy(arena, name, strlen(name));
    return kept != NULL && read_file(arena, path, kept, out);
}

/* As the C library reads TZ: a name, a path, a rule; set and empty is UTC. */
static struct pal_zone read_own(struct pal_arena *arena)
{
    struct pal_zone out;
    const char *set = getenv("TZ");
    if (set == NULL) {
        return read_localtime(arena, &out) ? out : pal_zone_utc;
    }
    set += set[0] == ':';
    bool is_read = set[0] == '/' ? read_file(arena, set, "", &out) : read_named(arena, set, &out);
    return is_read || pal_zone_read_rule(set, &out) ? out : pal_zone_utc;
}

struct pal_zones *pal_zones_new(void)
{
    struct pal_zones *zones = pal_alloc_heap.resize(pal_alloc_heap.ctx, NULL, sizeof *zones);
    if (zones == NULL) {
        return NULL;
    }
    *zones = (struct pal_zones){.count = 0};
    if (pthread_mutex_init(&zones->lock, NULL) != 0) {
        (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, zones, 0);
        return NULL;
    }
    pal_arena_init(&zones->arena, NULL);
    zones->own = read_own(&zones->arena);
    return zones;
}

void pal_zones_free(struct pal_zones *zones)
{
    if (zones != NULL) {
        pal_arena_done(&zones->arena);
        (void)pthread_mutex_destroy(&zones->lock);
        (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, zones, 0);
    }
}

static const struct pal_zone *look_up(const struct pal_zones *zones, const char *name)
{
    for (const struct known *at = zones->known; at != NULL; at = at->next) {
        if (strcmp(at->zone.name, name) == 0) {
            return &at->zone;
        }
    }
    return NULL;
}

/* What is no zone leaves nothing behind: whoever asks for such names uses no memory up. */
static const struct pal_zone *take_in(struct pal_zones *zones, const char *name)
{
    struct pal_arena trial;
    struct pal_zone zone;
    pal_arena_init(&trial, NULL);
    bool is_one = read_named(&trial, name, &zone);
    pal_arena_done(&trial);
    if (!is_one || zones->count >= KNOWN_MOST) {
        return NULL;
    }
    struct known *known = PAL_NEW(&zones->arena, struct known, 1);
    if (known == NULL || !read_named(&zones->arena, name, &known->zone)) {
        return NULL;
    }
    known->next = zones->known;
    zones->known = known;
    zones->count++;
    return &known->zone;
}

const struct pal_zone *pal_zones_find(struct pal_zones *zones, const char *name)
{
    (void)pthread_mutex_lock(&zones->lock);
    const struct pal_zone *zone = look_up(zones, name);
    zone = zone != NULL ? zone : take_in(zones, name);
    (void)pthread_mutex_unlock(&zones->lock);
    return zone;
}

const struct pal_zone *pal_zones_own(const struct pal_zones *zones)
{
    return &zones->own;
}

static int by_name(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* "FR<tab>+4852+00220<tab>Europe/Paris<tab>a comment" */
static const char *place_of(struct pal_arena *arena, const char *line)
{
    for (int i = 0; i < 2; i++) {
        line += strcspn(line, "\t\n");
        if (*line++ != '\t') {
            return NULL;
        }
    }
    return pal_arena_copy(arena, line, strcspn(line, "\t\n"));
}

enum pal_rc pal_zones_list(struct pal_arena *arena, const char *const **out, size_t *count)
{
    const char *text;
    size_t len;
    const char *path = pal_arena_printf(arena, "%s/zone.tab", folder());
    const char **names = PAL_NEW(arena, const char *, KNOWN_MOST);
    *out = names;
    *count = 0;
    if (path == NULL || names == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = pal_file_read(path, TABLE_MOST, arena, &text, &len, NULL, NULL);
    if (rc != PAL_OK) {
        return rc == PAL_E_MEMORY ? rc : PAL_OK;
    }
    names[(*count)++] = "UTC";
    for (const char *at = text; at < text + len && *count < KNOWN_MOST;
         at += strcspn(at, "\n") + 1) {
        const char *name = at[0] != '#' ? place_of(arena, at) : NULL;
        if (name != NULL) {
            names[(*count)++] = name;
        }
    }
    qsort(names, *count, sizeof *names, by_name);
    return PAL_OK;
}
