#include "store.h"
const struct test people_tests[] = {{NULL, NULL, false, false}};
