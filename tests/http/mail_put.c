/*
 * mail_put - asks for mails as a verb of the house does, for test_mail.py: in one transaction, as
 * the operator, a person or whoever holds a pass.
 *
 * usage: mail_put DATABASE ACT [NAME=VALUE]...     (who acts: person=ID, pass=ID, else the
 * operator)
 *
 * put: `count` mails with the values below; %d in them is the number of the mail. `fail`: the act
 * fails after they were asked for. Prints one line for each, "new ID" or "there ID". withdraw, of:
 * those about `project`, `kind`, `subject`, `part`. Fails with the sentence and its field.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/mail.h"
#include "app/house/mail_way.h"
#include "app/house/passes.h"
#include "app/house/people.h"

enum { TEXT_ROOM = 40000 };

static int value_count;
static char **values;

static const char *value(const char *name, const char *otherwise)
{
    size_t len = strlen(name);
    for (int i = 0; i < value_count; i++) {
        if (strncmp(values[i], name, len) == 0 && values[i][len] == '=') {
            return values[i] + len + 1;
        }
    }
    return otherwise;
}

/* With the number in place of %d. */
static char *numbered(struct pal_arena *arena, const char *text, int number)
{
    char *out = PAL_NEW(arena, char, TEXT_ROOM);
    size_t len = 0;
    for (; out != NULL && *text != '\0' && len + 16 < TEXT_ROOM; text++) {
        if (strncmp(text, "%d", 2) == 0) {
            len += (size_t)snprintf(out + len, 16, "%d", number);
            text++;
        } else if (strncmp(text, "\\n", 2) == 0) {
            out[len++] = '\n';
            text++;
        } else {
            out[len++] = *text;
        }
    }
    return out;
}

static struct pal_mail_about about(struct pal_arena *arena, int number)
{
    return (struct pal_mail_about){
        numbered(arena, value("project", ""), number), numbered(arena, value("kind", ""), number),
        numbered(arena, value("subject", ""), number), numbered(arena, value("part", ""), number)};
}

static enum pal_rc put_one(struct pal_errand *errand, int number)
{
    struct pal_arena *arena = errand->arena;
    const char *id = value("id", NULL);
    enum pal_lang lang = PAL_LANG_EN;
    bool is_new;
    (void)pal_lang_find(value("lang", "en"), &lang);
    const struct pal_mail_wish wish = {
        .id = id != NULL ? numbered(arena, id, number) : NULL,
        .about = about(arena, number),
        .what = value("what", "invitation"),
        .address = numbered(arena, value("address", "a%d@example.org"), number),
        .name = numbered(arena, value("name", ""), number),
        .lang = lang,
        .title = numbered(arena, value("title", "Mail %d"), number),
        .body = numbered(arena, value("body", "Text %d\\n"), number),
        .not_before = strcmp(value("in", ""), "") != 0 ? errand->now + atoll(value("in", "0")) : 0};
    enum pal_rc rc = pal_mail_put(errand, &wish, &is_new);
    if (rc == PAL_OK) {
        printf("%s %s\n", is_new ? "new" : "there", wish.id != NULL ? wish.id : "-");
    }
    return rc;
}

static enum pal_rc put_all(struct pal_errand *errand)
{
    int count = (int)strtol(value("count", "1"), NULL, 10);
    enum pal_rc rc = pal_audit_write(errand, "backup", "database", "", ""); /* the act's own */
    for (int i = 0; i < count && rc == PAL_OK; i++) {
        rc = put_one(errand, i);
    }
    return rc == PAL_OK && strcmp(value("fail", ""), "") != 0
               ? pal_errand_fail(errand, PAL_E_CONFLICT, "the act fails")
               : rc;
}

static enum pal_rc withdraw(struct pal_errand *errand)
{
    const struct pal_mail_about of = about(errand->arena, 0);
    int64_t count = 0;
    enum pal_rc rc = pal_mail_withdraw(errand, &of, value("what", NULL), &count);
    printf("%lld\n", (long long)count);
    return rc == PAL_OK ? pal_audit_write(errand, "backup", "database", "", "") : rc;
}

static enum pal_rc tell(struct pal_errand *errand)
{
    struct pal_mail_about of = about(errand->arena, 0);
    struct pal_mail *mails;
    size_t count;
    of.part = value("part", NULL);
    enum pal_rc rc = pal_mail_of(errand, &of, &mails, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        printf("%s|%s|%s|%s|%lld|%s\n", mails[i].what, mails[i].address, mails[i].title,
               pal_mail_state_ids[mails[i].state], (long long)mails[i].tries,
               mails[i].sentence != NULL ? mails[i].sentence : "");
    }
    return rc;
}

static enum pal_rc act(struct pal_errand *errand, const char *word)
{
    if (strcmp(word, "of") == 0) {
        return tell(errand);
    }
    enum pal_rc rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, strcmp(word, "put") == 0 ? put_all(errand)
                                                                          : withdraw(errand))
                        : rc;
}

int main(int argc, char **argv)
{
    static const struct pal_mail_options options = {.url = "smtp://127.0.0.1:1",
                                                    .from = "palier@example.org"};
    struct pal_house *house = NULL;
    struct pal_mail_way *way = NULL;
    struct pal_arena arena;
    struct pal_err err = {0};
    if (argc < 3) {
        return 64;
    }
    values = argv + 3;
    value_count = argc - 3;
    pal_arena_init(&arena, NULL);
    struct pal_errand errand = {
        .arena = &arena, .principal = {.kind = PAL_PRINCIPAL_OPERATOR}, .source = "local"};
    enum pal_rc rc = pal_house_open_as(argv[1], PAL_OPEN_THERE, &house, &err);
    if (rc == PAL_OK && strcmp(value("without", ""), "") == 0) {
        rc = pal_mail_way_new(&options, &way, &err);
    }
    if (rc == PAL_OK) {
        pal_house_take_mail(house, way);
        rc = pal_house_enter(house, &errand);
    }
    if (rc == PAL_OK && value("person", NULL) != NULL) {
        rc = pal_people_act_for(&errand, value("person", NULL));
    }
    const struct pal_pass pass = {.id = value("pass", "")};
    if (pass.id[0] != '\0') {
        errand.principal = (struct pal_principal){.kind = PAL_PRINCIPAL_PASS, .pass = &pass};
    }
    rc = rc == PAL_OK ? act(&errand, argv[2]) : rc;
    if (rc != PAL_OK) {
        const struct pal_err *why = errand.err.rc != PAL_OK ? &errand.err : &err;
        fprintf(stderr, "%s: %s\n", why->field != NULL ? why->field : "-", why->message);
    }
    pal_house_leave(&errand);
    pal_house_close(house);
    pal_arena_done(&arena);
    return rc == PAL_OK ? 0 : 1;
}
