/*
 * secret - passwords, random ids, hashes, comparison: libsodium behind the words of the house.
 *
 * Whoever calls pal_secret_init once may call the others from any thread.
 */
#ifndef PAL_APP_HOUSE_SECRET_H
#define PAL_APP_HOUSE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

enum {
    PAL_ID_TEXT = 17,        /* 16 characters of [a-z2-7]: 80 random bits */
    PAL_SECRET_TEXT = 44,    /* 43 characters of base64url: 256 random bits */
    PAL_HASH_TEXT = 65,      /* SHA-256 in hexadecimal */
    PAL_PASSWORD_TEXT = 128, /* an Argon2id hash with its parameters */
    PAL_PASSWORD_LEAST = 12, /* characters of a password */
    PAL_PASSWORD_MOST = 1024,
};

/* PAL_E_IO: the machine gives no random numbers. */
enum pal_rc pal_secret_init(void) PAL_WARN_UNUSED;

void pal_secret_id(char out[PAL_ID_TEXT]);
void pal_secret_new(char out[PAL_SECRET_TEXT]);
/* The secret that follows from another one and a text: the same each time, and nothing of the one
 * is learned from the other. */
void pal_secret_of(const char *seed, const char *text, char out[PAL_SECRET_TEXT]);
/* Whether a text has the form of one. */
bool pal_secret_is(const char *text);
void pal_secret_hash(const void *bytes, size_t len, char out[PAL_HASH_TEXT]);

/* The same of bytes that come piece by piece, as files do; the state is not freed. */
struct pal_hashing {
    _Alignas(16) unsigned char state[128];
};
void pal_secret_hash_begin(struct pal_hashing *hashing);
void pal_secret_hash_add(struct pal_hashing *hashing, const void *bytes, size_t len);
void pal_secret_hash_end(struct pal_hashing *hashing, char out[PAL_HASH_TEXT]);

/* The same of a file of any size. PAL_E_IO with a sentence. */
enum pal_rc pal_secret_hash_file(const char *path, char out[PAL_HASH_TEXT],
                                 struct pal_err *err) PAL_WARN_UNUSED;

/* HMAC-SHA-256 of a text under a key, in hexadecimal: a token that needs no table (CSRF). */
void pal_secret_mac(const char *key, const char *text, char out[PAL_HASH_TEXT]);

/* In a time that does not depend on where they differ. NULL equals nothing. */
bool pal_secret_equal(const char *a, const char *b);

/* Argon2id with 19 MiB, as OWASP has it. At most two at one time: others wait. */
enum pal_rc pal_password_hash(const char *password, char out[PAL_PASSWORD_TEXT]) PAL_WARN_UNUSED;

/* With `hash` NULL the same work is done and the answer is false: a stranger cannot tell who has
 * an account. */
bool pal_password_check(const char *password, const char *hash);

#endif
