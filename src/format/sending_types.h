/* sending_types - the struct that sending/1 binds to: a questionnaire that was sent. */
#ifndef PAL_FORMAT_SENDING_TYPES_H
#define PAL_FORMAT_SENDING_TYPES_H

#include "format/desc.h"

struct pal_sending_doc {
    struct pal_node *palier, *id, *title, *project, *questionnaire, *questionnaire_version, *to,
        *provider, *tier, *profile, *assessment, *profile_version, *alert, *tender, *day,
        *questions, *above;
};

#endif
