/* second_lines - a line on the pages that somebody opens first, which leads to a second reading
 * that waits for them. */
#include "app/house/second_lines.h"

#include "web/pages/pages.h"
#include "web/pages/second_page.h"

/* Of whoever is asked to read. */
static void put_own(struct pal_call *call, struct pal_value *row,
                    const struct pal_second_line *line)
{
    const bool is_done = line->second.second.is_done;
    pal_put_text(
        row, "text",
        pal_call_printf(call,
                        is_done ? pal_call_tr(call, "You read %s independently and are done; the "
                                                    "others are not yet.")
                                : pal_call_tr(call, "You are asked to read %s independently:"),
                        line->second.document.title));
    pal_put_text(row, "title",
                 is_done           ? pal_call_tr(call, "How it stands")
                 : line->rated > 0 ? pal_call_tr(call, "go on with it")
                                   : pal_call_tr(call, "begin"));
    pal_put_text(row, "progress",
                 line->rated > 0 && line->steps > 0
                     ? pal_progress_said(call, line->rated, line->steps, 0)
                     : NULL);
}

/* Of those who marked first: how both sides stand, and nothing of what was marked. */
static void put_others(struct pal_call *call, struct pal_value *row,
                       const struct pal_second_line *line)
{
    const struct pal_second *second = &line->second;
    const char *title = second->document.title;
    const char *who = pal_call_person(call, second->reader);
    pal_put_text(
        row, "text",
        second->second.is_done
            ? pal_call_printf(call,
                              pal_call_tr(call, "%s is read independently by %s, who is done: say "
                                                "when you are, too."),
                              title, who)
        : second->first.is_done
            ? pal_call_printf(call,
                              pal_call_tr(call, "%s is read independently by %s, who is not done "
                                                "yet; you said that you are."),
                              title, who)
            : pal_call_printf(call, pal_call_tr(call, "%s is read independently by %s."), title,
                              who));
    pal_put_text(row, "title", pal_call_tr(call, "How it stands"));
}

static void put_open(struct pal_call *call, struct pal_value *row,
                     const struct pal_second_line *line)
{
    pal_put_text(row, "text",
                 pal_call_printf(call, pal_call_tr(call, "Both sides are done with %s:"),
                                 line->second.document.title));
    pal_put_text(row, "title",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu differences to agree"),
                                 line->to_agree, line->differences));
}

static enum pal_rc put_lines(struct pal_call *call, const struct pal_second_line *lines,
                             size_t count)
{
    const char *names[PAL_SECOND_LINES_MOST];
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        names[i] = lines[i].second.reader;
    }
    enum pal_rc rc = count > 0 ? pal_call_names(call, names, count) : PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "url",
                     pal_call_printf(call, "/assessments/%s/second", lines[i].second.document.id));
        if (lines[i].second.state == PAL_SECOND_IS_OPEN) {
            put_open(call, row, &lines[i]);
        } else if (lines[i].second.is_reader) {
            put_own(call, row, &lines[i]);
        } else {
            put_others(call, row, &lines[i]);
        }
    }
    pal_set(call->page, "readings", list);
    return rc;
}

enum pal_rc pal_second_lines_put(struct pal_call *call, const char *project, const char *assessment)
{
    struct pal_second_line *lines = NULL;
    size_t count = 0;
    if (call->is_api || pal_call_is_pass(call)) {
        return PAL_OK;
    }
    enum pal_rc rc = project != NULL
                         ? pal_second_lines_on(&call->errand, project, assessment, &lines, &count)
                         : pal_second_lines_asked(&call->errand, &lines, &count);
    return rc == PAL_OK ? put_lines(call, lines, count) : rc;
}
