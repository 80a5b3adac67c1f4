/*
 * embed - turns files into one C source: the table of src/app/desk/library.h.
 *
 * usage: embed OUTPUT NAME FILE [NAME FILE]…     FILE stands in the table as NAME.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int write_bytes(FILE *out, const char *path, size_t index)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        fprintf(stderr, "embed: %s: %s\n", path, strerror(errno));
        return 1;
    }
    fprintf(out, "static const unsigned char file_%zu[] = {", index);
    int c;
    size_t count = 0;
    while ((c = fgetc(in)) != EOF) {
        fprintf(out, "%s%d,", count % 24 == 0 ? "\n" : "", c);
        count++;
    }
    fprintf(out, "0};\n");
    int failed = ferror(in);
    fclose(in);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc < 4 || argc % 2 != 0) {
        fprintf(stderr, "usage: embed OUTPUT NAME FILE [NAME FILE]...\n");
        return 64;
    }
    FILE *out = fopen(argv[1], "wb");
    if (out == NULL) {
        fprintf(stderr, "embed: %s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    fprintf(out, "#include \"app/desk/library.h\"\n\n");
    for (int i = 3; i < argc; i += 2) {
        if (write_bytes(out, argv[i], (size_t)i) != 0) {
            return 1;
        }
    }
    fprintf(out, "\nconst struct pal_library_file pal_library_files[] = {\n");
    for (int i = 3; i < argc; i += 2) {
        fprintf(out, "    {\"%s\", file_%d, sizeof file_%d - 1},\n", argv[i - 1], i, i);
    }
    fprintf(out, "};\n\nconst size_t pal_library_file_count = %d;\n", (argc - 2) / 2);
    return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
