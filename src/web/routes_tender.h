/* routes_tender - the rows of sending and of consultations, for routes.c alone. */
#ifndef PAL_ROUTES_TENDER_H
#define PAL_ROUTES_TENDER_H

#include "web/pages/pages.h"
#include "web/route_words.h"

#define TENDER_ROUTES                                                                              \
    {PAL_GET,                                                                                      \
     "/projects/{project}/questionnaires/send",                                                    \
     EDIT,                                                                                         \
     0,                                                                                            \
     pal_page_send,                                                                                \
     NULL,                                                                                         \
     "questionnaire own=1",                                                                        \
     "",                                                                                           \
     "Sending a questionnaire: what is asked, and who may be",                                     \
     0},                                                                                           \
        {PAL_POST,                                                                                 \
         "/projects/{project}/questionnaires/send",                                                \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_send,                                                                              \
         pal_page_send,                                                                            \
         "",                                                                                       \
         "act seed questionnaire to[] tier=core|full until time keeper confirmed[] *",             \
         "Send a questionnaire to some, with a link for each provider",                            \
         LONG},                                                                                    \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender",                                                             \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tenders,                                                                         \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "The consultations of a project, one for each round",                                     \
         0},                                                                                       \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/annex",                                                       \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_annex,                                                                           \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "The annex as it is fixed, and what it would say now",                                    \
         0},                                                                                       \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/annex",                                                       \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_annex,                                                                             \
         pal_page_annex,                                                                           \
         "",                                                                                       \
         "act turn until time tier=core|full questionnaire reference buyer channel=|link|profile " \
         "buyer_profile security_weight marks=|steps|questions mark_max mark_step minimum_points " \
         "visit=|all|no_mark|after negotiation=|no|yes|reserved confirmed[]",                      \
         "Fix the annex, before the first link leaves",                                            \
         WAITS},                                                                                   \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/{tender}",                                                    \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tender,                                                                          \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "A consultation: how far it is, who opens, and to its keeper who takes part",             \
         0},                                                                                       \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/move",                                               \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_move,                                                                       \
         pal_page_tender,                                                                          \
         "",                                                                                       \
         "act turn until time reason",                                                             \
         "Move the closing to a later time, for all",                                              \
         WAITS | IN_ROW},                                                                          \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/cancel",                                             \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_cancel,                                                                     \
         pal_page_tender,                                                                          \
         "",                                                                                       \
         "act turn reason",                                                                        \
         "Cancel the consultation",                                                                \
         WAITS | IN_ROW},                                                                          \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/declare",                                            \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_declare,                                                                    \
         pal_page_tender,                                                                          \
         "",                                                                                       \
         "act interest=none|some",                                                                 \
         "Declare to have no conflict of interest, or one",                                        \
         WAITS | IN_ROW},                                                                          \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/open",                                               \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_begin,                                                                      \
         pal_page_tender,                                                                          \
         "",                                                                                       \
         "act turn",                                                                               \
         "Open the answers",                                                                       \
         WAITS | IN_ROW},                                                                          \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/link",                                               \
         KEEP,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_link,                                                                       \
         pal_page_tender,                                                                          \
         "",                                                                                       \
         "sending instead=on",                                                                     \
         "Make a new link for a candidate, as its keeper; in place of all there are",              \
         IN_ROW},                                                                                  \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/late",                                               \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_late,                                                                       \
         pal_page_tender,                                                                          \
         "",                                                                                       \
         "act turn sending decision=admitted|refused reason",                                      \
         "Decide on what came after the closing",                                                  \
         WAITS | IN_ROW},                                                                          \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/{tender}/annex",                                              \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tender_annex,                                                                    \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "The annex as it was fixed before the first link left",                                   \
         0},                                                                                       \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/{tender}/annex/file",                                         \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tender_annex_file,                                                               \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "The same as a file, of which the hash is",                                               \
         0},                                                                                       \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/{tender}/questions",                                          \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tender_questions,                                                                \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "Questions of candidates, and what is answered to all",                                   \
         0},                                                                                       \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/questions/pass-on",                                  \
         KEEP,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_pass_on,                                                                    \
         pal_page_tender_questions,                                                                \
         "",                                                                                       \
         "act of question about taken_out sure confirmed[]",                                       \
         "Pass a question on, anonymous, as its keeper",                                           \
         WAITS | IN_ROW},                                                                          \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/questions/answer",                                   \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_answer,                                                                     \
         pal_page_tender_questions,                                                                \
         "",                                                                                       \
         "act turn part question answer about sort=answer|correction needed=yes|no confirmed[]",   \
         "Answer a question to all, or correct what is asked",                                     \
         WAITS | IN_ROW},                                                                          \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/{tender}/requests",                                           \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tender_requests,                                                                 \
         NULL,                                                                                     \
         "sort=clarify|complete sending question",                                                 \
         "",                                                                                       \
         "What is asked of candidates after the opening, and what came of it",                     \
         0},                                                                                       \
        {PAL_POST,                                                                                 \
         "/projects/{project}/tender/{tender}/requests/ask",                                       \
         EDIT,                                                                                     \
         SMALL,                                                                                    \
         pal_do_tender_request,                                                                    \
         pal_page_tender_requests,                                                                 \
         "",                                                                                       \
         "act sort=clarify|complete confirmed[] *",                                                \
         "Ask candidates what answers mean, or to put them right: all concerned at once",          \
         WAITS},                                                                                   \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/{tender}/record",                                             \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tender_record,                                                                   \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "The record of the opening",                                                              \
         0},                                                                                       \
        {PAL_GET,                                                                                  \
         "/projects/{project}/tender/{tender}/availability",                                       \
         READ,                                                                                     \
         0,                                                                                        \
         pal_page_tender_served,                                                                   \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "When the server could not be reached, from the sending to the closing",                  \
         0},                                                                                       \
        {PAL_GET,                                                                                  \
         "/sendings/{sending}/answer/questions",                                                   \
         ALONG,                                                                                    \
         0,                                                                                        \
         pal_page_place_questions,                                                                 \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "In a consultation: one's questions, and what is answered to all",                        \
         0},                                                                                       \
        {PAL_POST,                                                                                 \
         "/sendings/{sending}/answer/questions/ask",                                               \
         ANSWER,                                                                                   \
         SMALL,                                                                                    \
         pal_do_place_ask,                                                                         \
         pal_page_place_questions,                                                                 \
         "",                                                                                       \
         "act question about",                                                                     \
         "Ask in a consultation",                                                                  \
         WAITS},                                                                                   \
        {PAL_GET, "/sendings/{sending}/answer/annex", ALONG, 0, pal_page_place_annex, NULL, "",    \
         "",      "In a consultation: its annex",     0},                                          \
        {PAL_GET,                                                                                  \
         "/sendings/{sending}/answer/annex/file",                                                  \
         ALONG,                                                                                    \
         0,                                                                                        \
         pal_page_place_annex_file,                                                                \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "The same as a file, of which the hash is",                                               \
         0},                                                                                       \
        {PAL_GET,                                                                                  \
         "/sendings/{sending}/answer/late",                                                        \
         ANSWER,                                                                                   \
         0,                                                                                        \
         pal_page_place_late,                                                                      \
         NULL,                                                                                     \
         "",                                                                                       \
         "",                                                                                       \
         "In a consultation: what came after the closing",                                         \
         0},                                                                                       \
    {                                                                                              \
        PAL_POST, "/sendings/{sending}/answer/late", ANSWER, SMALL, pal_do_place_late,             \
            pal_page_place_late, "", "act reason since signed_by",                                 \
            "Say that one comes late, and why: what one has is kept unread", WAITS                 \
    }

#endif
