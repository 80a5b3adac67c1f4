#include "core/case/project_1.h"

#include <string.h>

const char *const pal_project_1_states[PAL_PROJECT_1_STATES] = {"needs", "candidates", "assessment",
                                                                "plans", "closed"};
const char *const pal_project_1_candidates[PAL_PROJECT_1_CANDIDATES] = {"candidate", "retained",
                                                                        "refused"};

/* The place of a word; `count`: it is none. */
static size_t find(const char *const *words, size_t count, const char *word)
{
    size_t at = 0;
    if (word == NULL || word[0] == '\0') {
        return 0;
    }
    while (at < count && strcmp(words[at], word) != 0) {
        at++;
    }
    return at;
}

unsigned pal_project_1_state(const char *word)
{
    static const unsigned states[PAL_PROJECT_1_STATES + 1] = {
        PAL_PROJECT_PREPARING, PAL_PROJECT_TENDER, PAL_PROJECT_CHOSEN,
        PAL_PROJECT_CHOSEN,    PAL_PROJECT_CLOSED, PAL_CASE_NOT_THERE};
    return states[find(pal_project_1_states, PAL_PROJECT_1_STATES, word)];
}

unsigned pal_project_1_candidate(const char *word)
{
    static const unsigned states[PAL_PROJECT_1_CANDIDATES + 1] = {
        PAL_CANDIDATE_NAMED, PAL_CANDIDATE_RETAINED, PAL_CANDIDATE_REFUSED, PAL_CASE_NOT_THERE};
    return states[find(pal_project_1_candidates, PAL_PROJECT_1_CANDIDATES, word)];
}

const char *pal_project_1_candidate_word(unsigned state)
{
    for (size_t i = 0; i < PAL_PROJECT_1_CANDIDATES; i++) {
        if (pal_project_1_candidate(pal_project_1_candidates[i]) == state) {
            return pal_project_1_candidates[i];
        }
    }
    return pal_case_tables[PAL_CASE_CANDIDATE].states[state].id;
}

unsigned pal_project_1_candidate_state(const char *word)
{
    unsigned state = pal_project_1_candidate(word);
    return state != PAL_CASE_NOT_THERE ? state : pal_case_find_state(PAL_CASE_CANDIDATE, word);
}

static char small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool pal_project_1_is_outside(const char *root, const char *name)
{
    size_t root_len = root != NULL ? strlen(root) : 0;
    size_t len = strlen(name);
    if (root_len == 0) {
        return false;
    }
    if (len < root_len || (len > root_len && name[len - root_len - 1] != '.')) {
        return true;
    }
    for (size_t i = 0; i < root_len; i++) {
        if (small(name[len - root_len + i]) != small(root[i])) {
            return true;
        }
    }
    return false;
}
