/* fuzz_listed - a list of questions as it is pasted. Whatever comes, each question asks something
 * under an id of its own, in a topic that there is, and lines stand within the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "format/desc.h"
#include "format/listed.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_question(const struct pal_listed *listed, size_t at, size_t size)
{
    const struct pal_listed_question *question = &listed->questions[at];
    must(pal_id_check(question->id, false) && question->topic < listed->topic_count);
    must(question->text[0] != '\0' && strlen(question->text) <= PAL_LISTED_TEXT_MOST);
    must(question->line >= 1 && question->line <= size + 1);
    must(question->steps.count <= PAL_LISTED_PLACES && question->beside.count <= PAL_LISTED_PLACES);
    for (size_t i = 0; i < question->practices.count; i++) {
        must(question->practices.at[i][0] != '\0');
    }
    for (size_t i = 0; i < at && listed->refused_count == 0; i++) {
        must(strcmp(listed->questions[i].id, question->id) != 0);
    }
}

static void check(const struct pal_listed *listed, size_t size)
{
    must(listed->count <= PAL_LISTED_MOST && listed->topic_count <= PAL_LISTED_TOPICS);
    for (size_t i = 0; i < listed->count; i++) {
        check_question(listed, i, size);
    }
    for (size_t i = 0; i < listed->topic_count; i++) {
        must(pal_id_check(listed->topics[i].id, false) && listed->topics[i].title[0] != '\0');
    }
    for (size_t i = 0; i < listed->refused_count && i < PAL_LISTED_REFUSED_TOLD; i++) {
        must(listed->refused[i].fault < PAL_LISTED_FAULTS && listed->refused[i].what != NULL);
        must(i == 0 || listed->refused[i - 1].line <= listed->refused[i].line);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_arena arena;
    struct pal_listed listed;
    size_t bad = 0;
    char *text = malloc(size + 1);
    must(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    if (pal_utf8_check(text, strlen(text), &bad)) {
        pal_arena_init(&arena, NULL);
        must(pal_listed_read(&arena, text, "Questions", &listed) == PAL_OK);
        check(&listed, size);
        pal_arena_done(&arena);
    }
    free(text);
    return 0;
}
