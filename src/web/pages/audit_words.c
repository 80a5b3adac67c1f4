#include "web/pages/audit_words.h"

#include <string.h>

#include "base/text.h"
#include "core/case/rights.h"
#include "web/pages/pages.h"

const struct pal_audit_verb pal_audit_verbs[] = {
    {"add", PAL_N_("added")},
    {"add-token", PAL_N_("made a token")},
    {"adopt", PAL_N_("took the rows of before into the chain")},
    {"agree", PAL_N_("agreed differences of a second reading")},
    {"alert-level", PAL_N_("changed the alert level")},
    {"anchor", PAL_N_("made an anchor")},
    {"answer", PAL_N_("answered")},
    {"fix-annex", PAL_N_("fixed the annex to a consultation")},
    {"ask", PAL_N_("asked for a job")},
    {"ask-back", PAL_N_("wrote beside an answer")},
    {"backup", PAL_N_("made a backup")},
    {"break-seal", PAL_N_("exported what is sealed")},
    {"candidate", PAL_N_("said how a candidate stands")},
    {"change", PAL_N_("wrote a version")},
    {"change-account", PAL_N_("changed the account")},
    {"change-password", PAL_N_("changed the password")},
    {"choose-password", PAL_N_("chose a password by a link")},
    {"clarify", PAL_N_("wrote a clarification")},
    {"comment", PAL_N_("commented")},
    {"contribute", PAL_N_("was named by whoever answers with a link")},
    {"course", PAL_N_("said how far an assessment is")},
    {"covers", PAL_N_("rows of the next entry")},
    {"decide-answer", PAL_N_("decided whether an answer passes")},
    {"declare", PAL_N_("declared whether there is a conflict of interest")},
    {"delivery", PAL_N_("noted what is to be delivered")},
    {"download", PAL_N_("downloaded")},
    {"end-session", PAL_N_("ended a session")},
    {"erase", PAL_N_("erased for good")},
    {"expire", PAL_N_("set the end of the account")},
    {"export", PAL_N_("exported")},
    {"export-person", PAL_N_("exported what is held about a person")},
    {"file", PAL_N_("sent or changed a file")},
    {"finding", PAL_N_("noted a finding")},
    {"forget-holder", PAL_N_("forgot to whom a link was given")},
    {"forget-mails", PAL_N_("forgot to whom mails went")},
    {"grant", PAL_N_("gave a role")},
    {"hand-on-pass", PAL_N_("handed a link on")},
    {"hours", PAL_N_("noted hours")},
    {"import", PAL_N_("imported")},
    {"invite", PAL_N_("gave an account")},
    {"keep a reason at hand", PAL_N_("kept a reason at hand")},
    {"lift-duty", PAL_N_("lifted a separation of duties")},
    {"lock", PAL_N_("locked the account")},
    {"look-at-answers", PAL_N_("said that all answers were looked at")},
    {"make-pass", PAL_N_("made a link")},
    {"mark", PAL_N_("marked steps")},
    {"mark-answer", PAL_N_("said how an answer was found")},
    {"mark independently", PAL_N_("marked steps independently")},
    {"name evidence", PAL_N_("named evidence")},
    {"open-pass", PAL_N_("opened a link")},
    {"prolong-pass", PAL_N_("let a link hold longer")},
    {"publish", PAL_N_("published in the library")},
    {"read twice", PAL_N_("said how a second reading stands")},
    {"refuse", PAL_N_("was refused")},
    {"remove", PAL_N_("removed from the lists")},
    {"remove-passes", PAL_N_("removed links that are over")},
    {"request", PAL_N_("asked candidates after the opening")},
    {"reset", PAL_N_("made a link for a new password")},
    {"restore", PAL_N_("brought back")},
    {"restore-backup", PAL_N_("restored a backup")},
    {"retain", PAL_N_("set until when personal data are kept")},
    {"revoke-pass", PAL_N_("revoked a link")},
    {"revoke-token", PAL_N_("revoked a token")},
    {"say-sent", PAL_N_("said how far a questionnaire is")},
    {"say why", PAL_N_("said why a step is marked so")},
    {"say-late", PAL_N_("said how a late answer stands")},
    {"scores", PAL_N_("computed the scores anew")},
    {"sign-in", PAL_N_("signed in")},
    {"sign-in-refused", PAL_N_("was refused at the sign-in")},
    {"sign-out", PAL_N_("signed out")},
    {"sign-out-everywhere", PAL_N_("signed out everywhere")},
    {"stage", PAL_N_("said how far a step of the process is")},
    {"stop", PAL_N_("stopped a job")},
    {"submit-answers", PAL_N_("submitted answers")},
    {"take over", PAL_N_("took marks over")},
    {"tender", PAL_N_("said how a consultation stands")},
    {"undo", PAL_N_("took back")},
    {"ungrant", PAL_N_("took a role away")},
    {"unlift-duty", PAL_N_("put a separation of duties back")},
    {"unlock", PAL_N_("unlocked the account")},
    {"upgrade", PAL_N_("brought rows up to date")},
    {"visit", PAL_N_("planned a visit, or said what became of it")},
    {"visit-item", PAL_N_("changed the agenda of a visit")},
    {"visit-note", PAL_N_("wrote a note on a visit")},
    {"write-mail", PAL_N_("had a mail sent")},
};
const size_t pal_audit_verb_count = sizeof pal_audit_verbs / sizeof *pal_audit_verbs;

const char *pal_audit_verb_title(const struct pal_call *call, const char *verb)
{
    for (size_t i = 0; i < pal_audit_verb_count; i++) {
        if (strcmp(pal_audit_verbs[i].id, verb) == 0) {
            return pal_call_tr(call, pal_audit_verbs[i].title);
        }
    }
    return verb;
}

static const struct {
    const char *word;
    const char *title;
} objects[] = {
    {"act", PAL_N_("act")},
    {"actions", PAL_N_("actions")},
    {"alert-history", PAL_N_("history of alert levels")},
    {"alert-rates", PAL_N_("rates of alert levels")},
    {"alert-scheme", PAL_N_("alert scheme")},
    {"anchor", PAL_N_("anchor")},
    {"answers", PAL_N_("answers")},
    {"assessment", PAL_N_("assessment")},
    {"budget", PAL_N_("budget")},
    {"database", PAL_N_("database")},
    {"delivery", PAL_N_("delivery")},
    {"effort", PAL_N_("efforts")},
    {"file", PAL_N_("file")},
    {"hours", PAL_N_("hours")},
    {"house", PAL_N_("installation")},
    {"job", PAL_N_("job")},
    {"mail", PAL_N_("mail")},
    {"meeting", PAL_N_("first meeting")},
    {"messages", PAL_N_("texts of messages")},
    {"notice", PAL_N_("notice on personal data")},
    {"model", PAL_N_("model")},
    {"needs", PAL_N_("needs")},
    {"needs-rule", PAL_N_("rule from needs to profiles")},
    {"pass", PAL_N_("link")},
    {"person", PAL_N_("account")},
    {"procedures", PAL_N_("table of procedures")},
    {"process", PAL_N_("process description")},
    {"profile", PAL_N_("confidence profile")},
    {"project", PAL_N_("project")},
    {"provider", PAL_N_("provider")},
    {"questionnaire", PAL_N_("questionnaire")},
    {"rights", PAL_N_("rights")},
    {"sending", PAL_N_("questionnaire sent")},
};

const char *pal_audit_object_title(struct pal_call *call, const char *object, const char **rest)
{
    size_t len = strcspn(object, "/");
    *rest = object[len] == '/' ? object + len + 1 : "";
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        if (strlen(objects[i].word) == len && memcmp(objects[i].word, object, len) == 0) {
            return pal_call_tr(call, objects[i].title);
        }
    }
    return pal_call_printf(call, "%.*s", (int)len, object);
}

const char *pal_audit_object_person(const char *object)
{
    static const char before[] = "person/";
    return strncmp(object, before, sizeof before - 1) == 0 ? object + sizeof before - 1 : "";
}

/* What a link gives, as its entry has it: rights with blanks between. */
static const char *pass_rights(struct pal_call *call, const char *rights, size_t len)
{
    static const struct {
        const char *word;
        const char *title;
    } titles[] = {{"read", PAL_N_("to read")},
                  {"answer", PAL_N_("to answer")},
                  {"hand_on", PAL_N_("to hand on")},
                  {"reply", PAL_N_("to reply")},
                  {"report", PAL_N_("to see the report")}};
    const char *out = "";
    for (size_t at = 0; at < len; at += strcspn(rights + at, " ,") + 1) {
        size_t word = strcspn(rights + at, " ,");
        const char *title = pal_call_printf(call, "%.*s", (int)word, rights + at);
        for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
            title = strcmp(title, titles[i].word) == 0 ? pal_call_tr(call, titles[i].title) : title;
        }
        out = pal_call_printf(call, "%s%s%s", out, out[0] != '\0' ? ", " : "", title);
    }
    return out;
}

/* "assessment/museum, read, until 1796860800" of a link; NULL: it is none. */
static const char *pass_words(struct pal_call *call, const char *text)
{
    static const char until[] = ", until ";
    const char *rest;
    const char *rights = strstr(text, ", ");
    const char *end = rights != NULL ? strstr(rights + 2, until) : NULL;
    int64_t at = end != NULL ? pal_whole_number(end + sizeof until - 1) : -1;
    if (at < 0) {
        return NULL;
    }
    const char *title = pal_audit_object_title(
        call, pal_call_printf(call, "%.*s", (int)(rights - text), text), &rest);
    return pal_call_printf(call, pal_call_tr(call, "%s %s, %s, until %s"), title, rest,
                           pass_rights(call, rights + 2, (size_t)(end - rights) - 2),
                           pal_call_time(call, at));
}

const char *pal_audit_words(struct pal_call *call, const char *text)
{
    static const char on[] = " on ";
    const char *pass = pass_words(call, text);
    if (pass != NULL) {
        return pass;
    }
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        size_t len = strlen(pal_role_ids[i]);
        if (strncmp(text, pal_role_ids[i], len) != 0 ||
            strncmp(text + len, on, sizeof on - 1) != 0) {
            continue;
        }
        const char *role = pal_role_title(call, pal_role_ids[i]);
        const char *place = text + len + sizeof on - 1;
        return pal_rights_is_everywhere(place)
                   ? pal_call_printf(call, pal_call_tr(call, "%s, everywhere"), role)
                   : pal_call_printf(call, pal_call_tr(call, "%s, on project %s"), role, place);
    }
    return strcmp(text, "library") == 0 ? pal_call_tr(call, "Library") : text;
}
