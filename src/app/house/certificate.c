/* certificate - reads a certificate and its key as the server will; see doctor.h. GnuTLS is what
 * libmicrohttpd does TLS with. */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "app/desk/files.h"
#include "app/house/doctor.h"

enum { CERTIFICATE_MAX = 1 << 20 };

/* The first certificate of the file is the server's own. */
static enum pal_rc read_until(const char *path, int64_t *until, struct pal_err *err)
{
    struct pal_arena arena;
    const char *bytes;
    size_t len;
    gnutls_x509_crt_t one;
    pal_arena_init(&arena, NULL);
    enum pal_rc rc = pal_file_read(path, CERTIFICATE_MAX, &arena, &bytes, &len, NULL, err);
    if (rc == PAL_OK && gnutls_x509_crt_init(&one) != 0) {
        rc = pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    } else if (rc == PAL_OK) {
        union {
            const char *text;
            unsigned char *bytes;
        } data = {.text = bytes};
        gnutls_datum_t datum = {data.bytes, (unsigned)len};
        if (gnutls_x509_crt_import(one, &datum, GNUTLS_X509_FMT_PEM) != 0) {
            rc = pal_err_set(err, PAL_E_INVALID, "%.200s holds no certificate (PEM)", path);
        } else {
            *until = (int64_t)gnutls_x509_crt_get_expiration_time(one);
        }
        gnutls_x509_crt_deinit(one);
    }
    pal_arena_done(&arena);
    return rc;
}

enum pal_rc pal_certificate_look(const char *certificate, const char *key, int64_t *until,
                                 struct pal_err *err)
{
    gnutls_certificate_credentials_t both;
    enum pal_rc rc = read_until(certificate, until, err);
    if (rc != PAL_OK || key == NULL) {
        return rc;
    }
    if (gnutls_certificate_allocate_credentials(&both) != 0) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    int failed = gnutls_certificate_set_x509_key_file(both, certificate, key, GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(both);
    if (failed < 0) {
        return pal_err_set(err, PAL_E_INVALID, "%.200s is not the key of %.200s: %s", key,
                           certificate, gnutls_strerror(failed));
    }
    return PAL_OK;
}
