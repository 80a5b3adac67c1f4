#include "app/house/secret.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { HASHES_AT_ONCE = 2, MEMORY = 19 * 1024 * 1024, PASSES = 2 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t is_free = PTHREAD_COND_INITIALIZER;
static int running;
static char nobody[PAL_PASSWORD_TEXT]; /* the hash of a password that nobody knows */

enum pal_rc pal_secret_init(void)
{
    char random[PAL_SECRET_TEXT];
    if (sodium_init() < 0) {
        return PAL_E_IO;
    }
    if (nobody[0] != '\0') {
        return PAL_OK;
    }
    pal_secret_new(random);
    return pal_password_hash(random, nobody);
}

void pal_secret_id(char out[PAL_ID_TEXT])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char bytes[PAL_ID_TEXT - 1];
    randombytes_buf(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[i] = letters[bytes[i] & 31];
    }
    /* A letter first, so that an id never looks like a number. */
    out[0] = letters[bytes[0] % 26];
    out[PAL_ID_TEXT - 1] = '\0';
}

void pal_secret_new(char out[PAL_SECRET_TEXT])
{
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(out, PAL_SECRET_TEXT, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

static void mac_of(const char *key, const char *text,
                   unsigned char out[crypto_auth_hmacsha256_BYTES])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)key, strlen(key));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, strlen(text));
    crypto_auth_hmacsha256_final(&state, out);
}

void pal_secret_of(const char *seed, const char *text, char out[PAL_SECRET_TEXT])
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    mac_of(seed, text, mac);
    sodium_bin2base64(out, PAL_SECRET_TEXT, mac, sizeof mac,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(mac, sizeof mac);
}

bool pal_secret_is(const char *text)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return strlen(text) == PAL_SECRET_TEXT - 1 && strspn(text, letters) == PAL_SECRET_TEXT - 1;
}

void pal_secret_hash(const void *bytes, size_t len, char out[PAL_HASH_TEXT])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes, len);
    sodium_bin2hex(out, PAL_HASH_TEXT, hash, sizeof hash);
}

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct pal_hashing),
               "the state of nettle fits its room");

/* The state of nettle, which is plain memory; libsodium computes the same in several times as long.
 */
static struct sha256_ctx *state_of(struct pal_hashing *hashing)
{
    union {
        void *room;
        struct sha256_ctx *state;
    } at = {.room = hashing->state};
    return at.state;
}

void pal_secret_hash_begin(struct pal_hashing *hashing)
{
    sha256_init(state_of(hashing));
}

void pal_secret_hash_add(struct pal_hashing *hashing, const void *bytes, size_t len)
{
    sha256_update(state_of(hashing), len, bytes);
}

void pal_secret_hash_end(struct pal_hashing *hashing, char out[PAL_HASH_TEXT])
{
    unsigned char hash[SHA256_DIGEST_SIZE];
    sha256_digest(state_of(hashing), sizeof hash, hash);
    sodium_bin2hex(out, PAL_HASH_TEXT, hash, sizeof hash);
}

void pal_secret_mac(const char *key, const char *text, char out[PAL_HASH_TEXT])
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    mac_of(key, text, mac);
    sodium_bin2hex(out, PAL_HASH_TEXT, mac, sizeof mac);
}

bool pal_secret_equal(const char *a, const char *b)
{
    return a != NULL && b != NULL && strlen(a) == strlen(b) && sodium_memcmp(a, b, strlen(a)) == 0;
}

static void enter(void)
{
    pthread_mutex_lock(&gate);
    while (running >= HASHES_AT_ONCE) {
        pthread_cond_wait(&is_free, &gate);
    }
    running++;
    pthread_mutex_unlock(&gate);
}

static void leave(void)
{
    pthread_mutex_lock(&gate);
    running--;
    pthread_cond_signal(&is_free);
    pthread_mutex_unlock(&gate);
}

enum pal_rc pal_password_hash(const char *password, char out[PAL_PASSWORD_TEXT])
{
    enter();
    int failed = crypto_pwhash_str_alg(out, password, strlen(password), PASSES, MEMORY,
                                       crypto_pwhash_ALG_ARGON2ID13);
    leave();
    return failed == 0 ? PAL_OK : PAL_E_MEMORY;
}

bool pal_password_check(const char *password, const char *hash)
{
    enter();
    bool is_right =
        crypto_pwhash_str_verify(hash != NULL ? hash : nobody, password, strlen(password)) == 0;
    leave();
    return is_right && hash != NULL;
}

enum pal_rc pal_secret_hash_file(const char *path, char out[PAL_HASH_TEXT], struct pal_err *err)
{
    unsigned char piece[1 << 15];
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    size_t got;
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return pal_err_set(err, PAL_E_IO, "%.200s cannot be read: %s", path, strerror(errno));
    }
    crypto_hash_sha256_init(&state);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        crypto_hash_sha256_update(&state, piece, got);
    }
    bool is_read = ferror(file) == 0;
    (void)fclose(file);
    crypto_hash_sha256_final(&state, digest);
    (void)sodium_bin2hex(out, PAL_HASH_TEXT, digest, sizeof digest);
    return is_read ? PAL_OK : pal_err_set(err, PAL_E_IO, "%.200s cannot be read", path);
}
