#include "core/case/notice.h"

#include "base/text.h"

const char *const pal_notice_body_ids[PAL_NOTICE_BODIES] = {"public", "private"};

size_t pal_notice_lacks(const struct pal_notice *notice, const char *out[PAL_NOTICE_MUST])
{
    const struct {
        const char *key, *text;
    } must[PAL_NOTICE_MUST] = {{"controller", notice->controller},
                               {"address", notice->address},
                               {"contact", notice->contact}};
    size_t count = 0;
    for (size_t i = 0; i < PAL_NOTICE_MUST; i++) {
        if (must[i].text == NULL || pal_is_blank(must[i].text)) {
            out[count++] = must[i].key;
        }
    }
    return count;
}

size_t pal_notice_facts(const struct pal_notice *notice, const char *out[PAL_NOTICE_FACTS])
{
    static const char *const bodies[PAL_NOTICE_BODIES] = {"public_body", "private_body"};
    size_t count = 0;
    if (notice->body < PAL_NOTICE_BODIES) {
        out[count++] = bodies[notice->body];
    }
    /* What is not said is not denied either: the sentence that they stay is left out, and the one
     * on where they go lacks its placeholders. */
    if (notice->has_transfers || !notice->says_transfers) {
        out[count++] = "transfers";
    }
    return count;
}

static const char *months_of(uint32_t months, struct pal_arena *arena)
{
    return months > 0 ? pal_arena_printf(arena, "%u", months) : NULL;
}

size_t pal_notice_give(const struct pal_notice *notice, enum pal_lang lang, struct pal_arena *arena,
                       struct pal_placeholder out[PAL_NOTICE_GIVEN])
{
    bool goes = notice->has_transfers;
    const struct pal_placeholder all[] = {
        {"controller", notice->controller},
        {"controller_address", notice->address},
        {"buyer", notice->controller},
        {"privacy_contact", notice->contact},
        {"rights_contact", notice->contact},
        {"rights_delay", pal_text_in(&notice->answered_within, lang)},
        {"dpo_contact", notice->officer},
        {"legal_texts", pal_text_in(&notice->legal_texts, lang)},
        {"keep_until", pal_text_in(&notice->kept_until, lang)},
        {"log_months", months_of(notice->log_months, arena)},
        {"host", notice->host},
        {"host_country", pal_text_in(&notice->host_country, lang)},
        {"transfer_to", goes ? pal_text_in(&notice->transfer_to, lang) : NULL},
        {"safeguards", goes ? pal_text_in(&notice->safeguards, lang) : NULL},
        {"supervisory_authority", pal_text_in(&notice->authority, lang)}};
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].text != NULL) {
            out[count++] = all[i];
        }
    }
    return count;
}
