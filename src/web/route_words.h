/* route_words - the words in which routes.c says whom an address is for, what may be sent to it and
 * which fields it reads. For routes.c alone. */
#ifndef PAL_ROUTE_WORDS_H
#define PAL_ROUTE_WORDS_H

#include "app/house/passes.h"
#include "web/web_parts.h"

enum { SMALL = 64 * 1024, TEXT = 9 << 20, FILE_SENT = 17 << 20, PASTED = 2 << 20 };

/* An act: its id, what it is of and which turn was seen; the fields of the kind beside them. */
#define FACT_FIELDS "act part lane turn state said_at *"
#define FILE_FIELDS "act part lane turn state said_at title name type size sha256 about"

/* A file comes in a form, or as the body itself (application/octet-stream) with what says of it in
 * the query. */
#define SENT_FIELDS "act lane title sha256 file@"
#define SENT_QUERY  "name title lane sha256 act"

/* The fields of a document by their paths ("steps[0].title"), in the data. */
#define SHEET_FIELDS "note part add remove take similar=take|new *"
/* A list of questions, pasted or as a file. */
#define LISTED_FIELDS "title topic model answered_by=provider|project_manager|expert text file@"
#define LISTED_FORM   "A questionnaire from a list of questions: the form"
#define LISTED_WRITE  "Write a questionnaire from a list of questions that a person decides"
#define LISTED_LOOK   "What questions such a list becomes; nothing is written"
/* A profile while it is drawn: the targets of each level, and what else is looked at. */
#define DRAWING_QUERY "level part from with project replaced"
/* Of an item of the agenda; beside these the fields of its question by their paths
 * ("fields.policy"), rows of what was drawn ("items[0].good"), and of each area the turns that were
 * seen
 * ("seen/PA08"). */
#define VISIT_FIELDS                                                                               \
    "act said_at basis=claimed|seen|checked said_by title page quote shown=|on_site|video_call "   \
    "drawn_from remark on place contradicts=yes area[] of_areas seen checked then order add "      \
    "remove from *"
#define VISIT_DECIDED "act turn state=pass|fail|accepted|withdrawn reason order then basis"
#define VISIT_FILE    "act order title sha256 file@"
#define VISIT_KEEP    "Keep a photograph or a document for a question, as a form or as the body itself"
#define VISIT_CHOOSE                                                                               \
    "Put items on the agenda or take them off, and say whom one meets for them: was/ITEM, "        \
    "on/ITEM, who/ITEM, had/ITEM, turn/ITEM"
#define DRAWING_FIELDS "version note level shown part from begin base with project *"

/* The answer to a question by the fields of its form, and what is sent beside it. */
#define ANSWER_FIELDS "act turn was state=open|proposed|approved go=files only *"

#define PROJECTS_QUERY                                                                             \
    "q state level provider mine=1 "                                                               \
    "sort=changed|-changed|title|-title|state|-state|level|-level|provider|-provider cursor "      \
    "welcome=1"
#define SHEET_ROWS                                                                                 \
    "Show a form with rows added, taken away or pasted; nothing is written: add, remove and take " \
    "name the place"

#define ANYONE  PAL_MAY_ANYTHING_ANYONE, PAL_SCOPE_HOUSE, 0
#define OWN     PAL_MAY_OWN, PAL_SCOPE_HOUSE, 0
#define READ    PAL_MAY_READ_PROJECT, PAL_SCOPE_PROJECT, 0
#define EDIT    PAL_MAY_EDIT_PROJECT, PAL_SCOPE_PROJECT, 0
#define KEEP    PAL_MAY_KEEP, PAL_SCOPE_PROJECT, 0
#define SEE     PAL_MAY_READ_PROJECT, PAL_SCOPE_ASSESSMENT, 0
#define ASSESS  PAL_MAY_ASSESS, PAL_SCOPE_ASSESSMENT, 0
#define LIBRARY PAL_MAY_READ_LIBRARY, PAL_SCOPE_HOUSE, 0
#define SHELVE  PAL_MAY_EDIT_LIBRARY, PAL_SCOPE_HOUSE, 0
#define ADMIN   PAL_MAY_ADMINISTER, PAL_SCOPE_HOUSE, 0
#define WIPE    PAL_MAY_ADMINISTER, PAL_SCOPE_PROJECT, 0
#define WIPE_OF PAL_MAY_ADMINISTER, PAL_SCOPE_ASSESSMENT, 0
#define CREATE  PAL_MAY_CREATE_PROJECT, PAL_SCOPE_HOUSE, 0
#define GRANT   PAL_MAY_GRANT, PAL_SCOPE_PROJECT, 0
#define RATE    PAL_MAY_ASSESS, PAL_SCOPE_PROJECT, 0
#define SHOW    PAL_MAY_READ_PROJECT, PAL_SCOPE_ASSESSMENT, PAL_PASS_READ
#define HAND_ON PAL_MAY_ASSESS, PAL_SCOPE_ASSESSMENT, PAL_PASS_HAND_ON
#define AUDIT   PAL_MAY_AUDIT, PAL_SCOPE_HOUSE, 0
/* Of a questionnaire that was sent: who sends it; who reads and judges what was answered; who reads
 * along, answers and hands on where it is answered. */
#define SENDS     PAL_MAY_EDIT_PROJECT, PAL_SCOPE_SENDING, 0
#define WIPE_SENT PAL_MAY_ADMINISTER, PAL_SCOPE_SENDING, 0
#define LOOK_AT   PAL_MAY_READ_PROJECT, PAL_SCOPE_SENDING, 0
#define JUDGE     PAL_MAY_ASSESS, PAL_SCOPE_SENDING, 0
#define ALONG     PAL_MAY_READ_PROJECT, PAL_SCOPE_SENDING, PAL_PASS_READ | PAL_PASS_ANSWER
#define ANSWER    PAL_MAY_READ_PROJECT, PAL_SCOPE_SENDING, PAL_PASS_ANSWER
#define ENTRUST   PAL_MAY_EDIT_PROJECT, PAL_SCOPE_SENDING, PAL_PASS_HAND_ON

#define HASHES          PAL_ROUTE_HASHES
#define LONG            PAL_ROUTE_LONG
#define REASON_INSERTED "Show the form again with a reason that is at hand; nothing is written"
/* Which answers are gone through (web/pages/answers_filter.h). */
#define READ_QUERY                                                                                 \
    "q topic show=failed|decisive|findings|open|to-decide|unanswered|unproven|secret|new|again|"   \
    "before|asked-back|replied|own state=claimed|seen|checked"
#define MARK_FIELDS "act turn seen_turn checked_turn basis=seen|checked"
#define EVIDENCE    "how=document|site|call document title page words date author"
#define WAITS       PAL_ROUTE_WAITS
#define FOLLOWS     PAL_ROUTE_FOLLOWS
#define JOB         PAL_ROUTE_JOB
#define FILES       PAL_ROUTE_FILES
#define IN_ROW      PAL_ROUTE_IN_ROW
#define ASKS        PAL_ROUTE_ASKS
#define BLIND       PAL_ROUTE_BLIND

#endif
