/* fuzz_paste - what is pasted from a spreadsheet, against a small model. The first byte says how
 * the block lies. Whatever comes, each cell is one of the model, none stands twice, and what is
 * told of refused ones lies within the text. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/paste.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { AREAS = 3, STEPS = 4 };

static void check(const struct pal_model *model, const struct pal_pasted *pasted, size_t size)
{
    uint8_t taken[AREAS][STEPS] = {{0}};
    for (size_t i = 0; i < pasted->count; i++) {
        const struct pal_paste_cell *cell = &pasted->cells[i];
        must(cell->area < model->area_count && cell->step < STEPS);
        must((taken[cell->area][cell->step] >> cell->lane & 1) == 0);
        taken[cell->area][cell->step] |= (uint8_t)(1U << cell->lane);
        must(cell->word != PAL_PASTE_LEAVE || cell->reason != NULL);
        must(cell->word != PAL_PASTE_MARK || cell->rating != PAL_RATING_NOT_RATED);
        must(cell->line <= size + 1 && cell->column <= size + 1);
        for (size_t j = 0; j < cell->practice_count; j++) {
            must(cell->practices[j].rating != PAL_RATING_NOT_RATED);
        }
    }
    for (size_t i = 0; i < pasted->refused_count && i < PAL_PASTE_REFUSED_TOLD; i++) {
        must(pasted->refused[i].what != NULL && pasted->refused[i].fault < PAL_PASTE_FAULTS);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pal_practice practices[] = {{.id = "GP 2.1.1"}, {.id = "GP 2.1.2"}};
    static struct pal_step steps[STEPS] = {
        {.id = "1.1"},
        {.id = "2.1", .practices = practices, .practice_count = 2},
        {.id = "2.2"},
        {.id = "3.1"}};
    static struct pal_area areas[AREAS] = {{.id = "PA01"}, {.id = "PA02"}, {.id = "PA03"}};
    static size_t by_id[AREAS];
    struct pal_model model = {
        .ladder = {steps, STEPS}, .areas = areas, .area_count = AREAS, .areas_by_id = by_id};
    for (size_t i = 0; i < AREAS; i++) {
        areas[i].ladder = &model.ladder;
    }
    pal_model_index(&model);
    if (size == 0) {
        return 0;
    }
    char *text = malloc(size);
    must(text != NULL);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    struct pal_arena arena;
    struct pal_pasted pasted;
    pal_arena_init(&arena, NULL);
    must(pal_paste_read(&arena, &model, text, (enum pal_paste_lie)(data[0] % PAL_PASTE_LIES),
                        &pasted) == PAL_OK);
    check(&model, &pasted, size);
    pal_arena_done(&arena);
    free(text);
    return 0;
}
