/*
 * reply - what a server of mail says, line by line, and what of it is kept: its code, and the first
 * words of it as one line that can be shown. Whatever comes, the room is the same.
 */
#ifndef PAL_MAIL_REPLY_H
#define PAL_MAIL_REPLY_H

#include <stdbool.h>
#include <stddef.h>

enum { PAL_REPLY_TEXT = 201 }; /* with the NUL */

struct pal_reply {
    int code;                  /* of three digits; 0: none came so far */
    bool is_whole;             /* the last line came */
    char text[PAL_REPLY_TEXT]; /* "550 5.1.1 no such mailbox": valid UTF-8 without control
                                  characters, cut at a character */
};

/* Nothing came so far. */
void pal_reply_begin(struct pal_reply *reply);

/* A line that came, with its end or without. The first line of the next reply begins anew. A line
 * that is none of SMTP's counts as a reply without a code. */
void pal_reply_add(struct pal_reply *reply, const char *line, size_t len);

#endif
