/* thousandths - numbers of answers and thresholds as text, in whole thousandths: no float. */
#ifndef PAL_CORE_QUESTION_THOUSANDTHS_H
#define PAL_CORE_QUESTION_THOUSANDTHS_H

#include <stdbool.h>
#include <stdint.h>

/* Reads digits with at most three behind a point ("99.95"), up to PAL_ANSWER_NUMBER_MOST; false:
 * the text is no such number. */
bool pal_thousandths_read(const char *text, int64_t *out);

/* Writes them back with as few digits as say the same: "99.95", "3". */
enum { PAL_THOUSANDTHS_TEXT = 32 };
void pal_thousandths_write(int64_t amount, char out[PAL_THOUSANDTHS_TEXT]);

#endif
