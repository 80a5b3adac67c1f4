#include "store.h"
const struct test memory_tests[] = {{NULL, NULL, false, false}};
