/* demonstration_parts - what the files of the demonstration share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_DEMONSTRATION_PARTS_H
#define PAL_APP_HOUSE_DEMONSTRATION_PARTS_H

#include "app/house/demonstration.h"
#include "format/node.h"

enum { PAL_PLAY_FILES = 64, PAL_PLAY_LINKS = 16 };

/* Somebody of the demonstration, and the errand on which they act. */
struct pal_play_person {
    const char *id;
    struct pal_errand errand;
};

struct pal_play {
    struct pal_errand *errand; /* of whoever wants a demonstration */
    struct pal_arena *arena;
    enum pal_lang lang;
    struct pal_play_person people[PAL_DEMONSTRATION_PEOPLE];
    size_t person_count;
    struct {
        const char *key; /* that evidence names it by */
        const char *id;
    } files[PAL_PLAY_FILES];
    size_t file_count;
    struct {
        const char *sending;
        const char *secret; /* of the link to it */
    } links[PAL_PLAY_LINKS];
    size_t link_count;
};

/* An act, done by whoever `errand` is of, at its time; what it needs lives in the errand's arena.
 */
typedef enum pal_rc (*pal_play_act)(struct pal_play *play, struct pal_errand *errand,
                                    const struct pal_node *act);

/* A text of an act in the language that was asked for; "" where it says none. */
const char *pal_play_word(const struct pal_play *play, const struct pal_node *act, const char *key);

/* The time that an act names, in UTC; 0: it names none. */
int64_t pal_play_time(const struct pal_play *play, const struct pal_node *act, const char *key);

/* What is wrong with the data, with the line. */
enum pal_rc pal_play_fail(const struct pal_play *play, const struct pal_node *node,
                          const char *what);

/* The errand of a person of the demonstration; NULL: there is no such person. */
struct pal_errand *pal_play_errand_of(struct pal_play *play, const char *person);

/* Reads a built-in file; NULL after a sentence. Lives in the errand's arena. */
struct pal_node *pal_play_read(struct pal_errand *errand, const char *file);

/* A consultation and its questionnaires (demonstration_tender.c). */
enum pal_rc pal_play_send(struct pal_play *play, struct pal_errand *errand,
                          const struct pal_node *act);
enum pal_rc pal_play_tender(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act);
enum pal_rc pal_play_declare(struct pal_play *play, struct pal_errand *errand,
                             const struct pal_node *act);
enum pal_rc pal_play_submit(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act);
enum pal_rc pal_play_looked(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act);

/* All answers of one side, and all that was seen and checked of them (demonstration_answers.c). */
enum pal_rc pal_play_answers(struct pal_play *play, struct pal_errand *errand,
                             const struct pal_node *act);
enum pal_rc pal_play_found(struct pal_play *play, struct pal_errand *errand,
                           const struct pal_node *act);

#endif
