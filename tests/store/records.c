#include "store.h"
const struct test record_tests[] = {{NULL, NULL, false, false}};
