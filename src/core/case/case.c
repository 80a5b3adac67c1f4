#include "core/case/case.h"

#include <string.h>

#include "base/lang.h"

void pal_case_tell(struct pal_case_facts *facts, enum pal_case_fact fact, bool holds)
{
    facts->known |= PAL_FACT_BIT(fact);
    facts->held = holds ? facts->held | PAL_FACT_BIT(fact) : facts->held & ~PAL_FACT_BIT(fact);
}

bool pal_case_holds(const struct pal_case_facts *facts, enum pal_case_fact fact)
{
    return (facts->held & PAL_FACT_BIT(fact)) != 0;
}

static bool leaves(const struct pal_case_row *row, unsigned state)
{
    return state < 32 && (row->from & PAL_STATE_BIT(state)) != 0;
}

/* The sentence of the first fact that is in the way, or lacks; NULL: none. */
static const char *find_obstacle(const struct pal_case_row *row, const struct pal_case_facts *facts)
{
    uint64_t lacking = row->must & ~facts->held;
    uint64_t barring = row->must_not & facts->held;
    for (unsigned i = 0; i < PAL_FACT_COUNT; i++) {
        if ((barring & PAL_FACT_BIT(i)) != 0) {
            return pal_case_fact_words[i].bars;
        }
        if ((lacking & PAL_FACT_BIT(i)) != 0) {
            return pal_case_fact_words[i].lacks;
        }
    }
    return NULL;
}

/* A reason is asked for most: its sentence says what is missing for good. */
static const char *find_missing(const struct pal_case_row *row, unsigned given)
{
    static const char *const sentences[PAL_ASK_COUNT] = {
        [PAL_ASK_REASON] = PAL_N_("say why: this asks for a reason of its own"),
        [PAL_ASK_DATE] = PAL_N_("say when: this asks for a date"),
        [PAL_ASK_REFERENCE] = PAL_N_("say by whose order: this asks for its reference")};
    for (unsigned i = 0; i < PAL_ASK_COUNT; i++) {
        if ((row->asks & ~given & PAL_ASK_BIT(i)) != 0) {
            return sentences[i];
        }
    }
    return NULL;
}

static struct pal_case_answer ask(const struct pal_case_asked *asked,
                                  const struct pal_case_row *row)
{
    struct pal_case_answer answer = {.says = PAL_CASE_MAY, .row = row};
    if ((row->who & asked->may) == 0) {
        answer.says = PAL_CASE_NOT_YOURS;
        answer.why_not = PAL_N_("this is for others to do: your roles do not allow it");
        return answer;
    }
    answer.why_not = find_obstacle(row, &asked->facts);
    if (answer.why_not != NULL) {
        answer.says = PAL_CASE_NOT_NOW;
        return answer;
    }
    answer.why_not = find_missing(row, asked->given);
    answer.says = answer.why_not != NULL ? PAL_CASE_ASKS : PAL_CASE_MAY;
    return answer;
}

size_t pal_case_next(const struct pal_case_asked *asked, struct pal_case_answer *out, size_t max)
{
    const struct pal_case_table *table = &pal_case_tables[asked->thing];
    struct pal_case_asked all = *asked;
    size_t count = 0;
    all.given = ~0U;
    for (size_t i = 0; i < table->row_count; i++) {
        if (!leaves(&table->rows[i], asked->state)) {
            continue;
        }
        if (count < max) {
            out[count] = ask(&all, &table->rows[i]);
        }
        count++;
    }
    return count;
}

static const struct pal_case_answer no_way = {
    .says = PAL_CASE_NO_WAY, .why_not = PAL_N_("this cannot follow from the state that it is in")};

struct pal_case_answer pal_case_check(const struct pal_case_asked *asked, const char *verb)
{
    const struct pal_case_table *table = &pal_case_tables[asked->thing];
    for (size_t i = 0; i < table->row_count; i++) {
        if (leaves(&table->rows[i], asked->state) && strcmp(table->rows[i].verb, verb) == 0) {
            return ask(asked, &table->rows[i]);
        }
    }
    return no_way;
}

struct pal_case_answer pal_case_follow(const struct pal_case_asked *asked, unsigned to)
{
    const struct pal_case_table *table = &pal_case_tables[asked->thing];
    struct pal_case_answer best = no_way;
    for (size_t i = 0; i < table->row_count; i++) {
        if (leaves(&table->rows[i], asked->state) && table->rows[i].to == to) {
            struct pal_case_answer answer = ask(asked, &table->rows[i]);
            best = answer.says > best.says ? answer : best;
        }
    }
    return best;
}

struct pal_case_answer pal_case_between(const struct pal_case_asked *asked, unsigned to)
{
    if (asked->state == to && to != PAL_CASE_NOT_THERE) {
        return (struct pal_case_answer){.says = PAL_CASE_MAY};
    }
    return pal_case_follow(asked, to);
}

struct pal_case_answer pal_case_again(const struct pal_case_asked *asked)
{
    const struct pal_case_table *table = &pal_case_tables[asked->thing];
    struct pal_case_answer best = no_way;
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].to == asked->state) {
            struct pal_case_answer answer = ask(asked, &table->rows[i]);
            best = answer.says > best.says ? answer : best;
        }
    }
    return best;
}

unsigned pal_case_asks(enum pal_case_thing thing, unsigned to)
{
    const struct pal_case_table *table = &pal_case_tables[thing];
    unsigned asks = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        asks |= table->rows[i].to == to ? table->rows[i].asks : 0;
    }
    return asks;
}

unsigned pal_case_find_state(enum pal_case_thing thing, const char *id)
{
    const struct pal_case_table *table = &pal_case_tables[thing];
    for (unsigned i = 1; i < table->state_count; i++) {
        if (strcmp(table->states[i].id, id) == 0) {
            return i;
        }
    }
    return PAL_CASE_NOT_THERE;
}

const char *const pal_case_todo_ids[PAL_TODO_COUNT] = {
    "nothing",       "needs",  "candidates", "meeting", "profile", "tender",
    "questionnaire", "assess", "rate",       "retain",  "choose",  "plan"};

struct pal_case_next_thing pal_case_todo(unsigned state, const struct pal_case_facts *facts,
                                         unsigned may)
{
#define EDIT     PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT)
#define ASSESS   PAL_RIGHT_BIT(PAL_MAY_ASSESS)
#define F(fact)  PAL_FACT_BIT(PAL_FACT_##fact)
#define S(state) PAL_STATE_BIT(PAL_PROJECT_##state)
#define RUNNING  (S(TENDER) | S(CHOSEN) | S(IN_SERVICE))
#define MANAGER  PAL_ROLE_PROJECT_MANAGER
#define EXPERT   PAL_ROLE_EXPERT
    /* The first row that fits: it is done once `until` holds, and passed over once `unless` does.
     * Nothing is done before what stands above it, but for a tender that was opened without needs,
     * and for a questionnaire: who assesses without one asks nobody. */
    static const struct {
        uint32_t in;
        uint64_t until;
        uint64_t unless;
        unsigned who;
        enum pal_role whose;
        enum pal_case_todo todo;
    } rows[] = {
        {S(PREPARING), F(NEEDS), 0, EDIT, MANAGER, PAL_TODO_NEEDS},
        {S(PREPARING) | S(TENDER), F(CANDIDATES), 0, EDIT, MANAGER, PAL_TODO_CANDIDATES},
        {S(PREPARING), F(MEETING), 0, EDIT, MANAGER, PAL_TODO_MEETING},
        {S(PREPARING) | RUNNING, F(PROFILE), 0, ASSESS, EXPERT, PAL_TODO_PROFILE},
        {S(PREPARING), 0, 0, EDIT, MANAGER, PAL_TODO_TENDER},
        {S(TENDER), F(QUESTIONNAIRE), F(ASSESSMENT), EDIT, MANAGER, PAL_TODO_QUESTIONNAIRE},
        {RUNNING, F(ASSESSMENT), 0, ASSESS, EXPERT, PAL_TODO_ASSESS},
        {RUNNING, F(TARGET_RATED), 0, ASSESS, EXPERT, PAL_TODO_RATE},
        {S(TENDER), F(RETAINED), 0, EDIT, MANAGER, PAL_TODO_RETAIN},
        {S(TENDER), 0, 0, EDIT, MANAGER, PAL_TODO_CHOOSE},
        {S(CHOSEN) | S(IN_SERVICE), F(TARGET_MET), 0, EDIT, MANAGER, PAL_TODO_PLAN},
        {S(CHOSEN), F(RETAINED), 0, EDIT, MANAGER, PAL_TODO_RETAIN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool is_done = (rows[i].until != 0 && (rows[i].until & ~facts->held) == 0) ||
                       (rows[i].unless & facts->held) != 0;
        if (state < 32 && (rows[i].in & PAL_STATE_BIT(state)) != 0 && !is_done) {
            return (struct pal_case_next_thing){rows[i].todo, rows[i].whose,
                                                (rows[i].who & may) != 0};
        }
    }
    return (struct pal_case_next_thing){PAL_TODO_NOTHING, PAL_ROLE_COUNT, false};
}
