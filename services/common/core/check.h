#pragma once

#include <cstdio>
#include <cstdlib>

// A broken assumption stops the process: going on would write what nobody meant. The supervisor
// starts it again, and a record that stops it three times is dead-lettered (design: poison).
#define RECOURSE_CHECK(condition)                                                              \
  do {                                                                                         \
    if (!(condition)) {                                                                        \
      std::fprintf(stderr, "{\"level\":\"fatal\",\"message\":\"broken assumption\","           \
                           "\"where\":\"%s:%d\"}\n", __FILE__, __LINE__);                      \
      std::abort();                                                                            \
    }                                                                                          \
  } while (false)
