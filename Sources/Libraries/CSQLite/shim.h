#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast macro.
static inline int belvedere_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

// SQLITE_TRANSIENT is a cast macro.
static inline int belvedere_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// SQLITE_TRANSIENT is a cast macro.
static inline void belvedere_sqlite_result_text(sqlite3_context *context, const char *text, sqlite3_uint64 count) {
    sqlite3_result_text64(context, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

// SQLITE_TRANSIENT is a cast macro.
static inline void belvedere_sqlite_result_blob(sqlite3_context *context, const void *bytes, sqlite3_uint64 count) {
    sqlite3_result_blob64(context, bytes, count, SQLITE_TRANSIENT);
}

// sqlite3_db_config is variadic.
static inline int belvedere_sqlite_configure(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

// sqlite3_vtab_config is variadic.
static inline int belvedere_sqlite_innocuous(sqlite3 *database) {
    return sqlite3_vtab_config(database, SQLITE_VTAB_INNOCUOUS);
}
