// The least that any program must do to store the same rows: prepared statements in a loop, one commit a batch.
//   bare <database> <schema.sql> <batch> <rounds>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/resource.h>

static sqlite3 *db;

static void check(int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
        exit(69);
    }
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    check(sqlite3_prepare_v2(db, sql, -1, &statement, 0));
    return statement;
}

static void run(sqlite3_stmt *statement) {
    check(sqlite3_step(statement));
    check(sqlite3_reset(statement));
}

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    if (count != 5) return 64;
    int batch = atoi(arguments[3]), rounds = atoi(arguments[4]);
    check(sqlite3_open(arguments[1], &db));
    check(sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000", 0, 0, 0));
    FILE *file = fopen(arguments[2], "r");
    if (!file) return 66;
    static char schema[1 << 16];
    schema[fread(schema, 1, sizeof schema - 1, file)] = 0;
    fclose(file);
    check(sqlite3_exec(db, schema, 0, 0, 0));

    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    sqlite3_stmt *event = prepare("INSERT INTO event VALUES (?,?,?,1,2,3,1,0,?,0,?,?,x'',?)");
    sqlite3_stmt *command = prepare("INSERT INTO command VALUES (?,1,?,1,?,1,'1',x'')");
    sqlite3_stmt *stream = prepare("UPDATE stream SET version = ? WHERE stream_id = ?");
    for (int index = 1; index <= batch; index++) {
        char sql[128];
        snprintf(sql, sizeof sql, "INSERT INTO stream VALUES (%d, 'order:%d', 1, 2, 0, 0)", index, index);
        check(sqlite3_exec(db, sql, 0, 0, 0));
    }

    char body[320];
    memset(body, 'x', sizeof body);
    unsigned char id[16] = {0}, request[32] = {0};
    sqlite3_int64 position = 0;
    double began = seconds();
    for (int round = 0; round < rounds; round++) {
        run(begin);
        for (int index = 1; index <= batch; index++) {
            position++;
            memcpy(id + 8, &position, 8);
            sqlite3_bind_int64(event, 1, position);
            sqlite3_bind_int64(event, 2, index);
            sqlite3_bind_int64(event, 3, round + 1);
            sqlite3_bind_blob(event, 4, id, 16, SQLITE_STATIC);
            sqlite3_bind_int64(event, 5, position);
            sqlite3_bind_int64(event, 6, position);
            sqlite3_bind_blob(event, 7, body, sizeof body, SQLITE_STATIC);
            run(event);
            sqlite3_bind_blob(command, 1, id, 16, SQLITE_STATIC);
            sqlite3_bind_blob(command, 2, request, 32, SQLITE_STATIC);
            sqlite3_bind_int64(command, 3, position);
            run(command);
            sqlite3_bind_int64(stream, 1, round + 1);
            sqlite3_bind_int64(stream, 2, index);
            run(stream);
        }
        run(commit);
    }
    double passed = seconds() - began;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6 + usage.ru_stime.tv_sec + usage.ru_stime.tv_usec / 1e6;
    printf("{\"name\": \"bare\", \"rate\": %f, \"cpu\": %f}\n", position / passed, cpu / position * 1e6);
    return 0;
}
