#pragma once

#include <stddef.h>

/// The files that the release build carries: for each a line `<bytes> <path>` and then its bytes. Empty otherwise.
const unsigned char *belvedere_embedded_files(void);
size_t belvedere_embedded_files_count(void);
