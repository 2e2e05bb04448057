#include "CEmbedded.h"

// `make release` writes the bundle; a plain build has none and reads the folders at start-up.
#if __has_embed("files.bundle")
static const unsigned char files[] = {
#embed "files.bundle"
};
size_t belvedere_embedded_files_count(void) { return sizeof files; }
#else
static const unsigned char files[] = {0};
size_t belvedere_embedded_files_count(void) { return 0; }
#endif

const unsigned char *belvedere_embedded_files(void) { return files; }
