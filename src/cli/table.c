/* table - the commands and their options: the one place where they are written down. */
#include <string.h>

#include "app/house/evidence.h"
#include "cli/cli.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define BIT(option)  (UINT64_C(1) << (option))

static const char *const say_choices[] = {"draft", "rated"};
static const char *const log_choices[] = {"text", "json", "none"};

const struct pal_option pal_options[PAL_OPTION_COUNT] = {
    [PAL_OPTION_PROFILE] = {"profile", "ID|FILE",
                            "the confidence profile: a built-in one by its id, or a file", NULL, 0,
                            "profiles", false},
    [PAL_OPTION_ALERT] = {"alert", "LEVEL",
                          "the alert level in force, for a profile that follows it", NULL, 0, NULL,
                          false},
    [PAL_OPTION_BASIS] =
        {"basis", "BASIS",
         "what counts: checked (the default, of suggest claimed), seen in documents, or claimed",
         pal_basis_ids, PAL_BASIS_COUNT, NULL, false},
    [PAL_OPTION_FORMAT] = {"format", "FORMAT", "how the result is written; text is the default",
                           NULL, 0, NULL, false},
    [PAL_OPTION_MODEL] = {"model", "FILE", "a model that is not built in", NULL, 0, "file", false},
    [PAL_OPTION_SCHEME] = {"scheme", "FILE", "an alert scheme that is not built in", NULL, 0,
                           "file", false},
    [PAL_OPTION_LANG] = {"lang", "LANGUAGE",
                         "en or fr; otherwise text, html and svg follow LC_ALL, LC_MESSAGES or "
                         "LANG, json and csv are in English",
                         pal_lang_codes, PAL_LANG_COUNT, NULL, false},
    [PAL_OPTION_ASSESSMENT] = {"assessment", "FILE",
                               "the assessment that a change of level is asked of", NULL, 0, "file",
                               false},
    [PAL_OPTION_EFFORT] = {"effort", "FILE",
                           "what each step takes (effort/1); otherwise the built-in proposal", NULL,
                           0, "file", false},
    [PAL_OPTION_QUESTIONNAIRE] = {"questionnaire", "ID|FILE",
                                  "the questionnaire that answers are to, where it is not built in",
                                  NULL, 0, "questionnaires", false},
    [PAL_OPTION_ALERTS] = {"alerts", "FILE",
                           "how the alert level goes: an alert history or rates of change", NULL, 0,
                           "file", false},
    [PAL_OPTION_FULL] = {"full", "LEVEL", "the capability level of the way \"full\"; 3 otherwise",
                         NULL, 0, NULL, false},
    [PAL_OPTION_SEED] = {"seed", "NUMBER",
                         "the seed of simulated histories; the same seed gives the same result",
                         NULL, 0, NULL, false},
    [PAL_OPTION_DRAWS] = {"draws", "NUMBER", "how many histories are simulated; 10000 otherwise",
                          NULL, 0, NULL, false},
    [PAL_OPTION_BUDGET] = {"budget", "FILE", "what can be spent, period by period (budget/1)", NULL,
                           0, "file", false},
    [PAL_OPTION_BY] = {"by", "PERIOD",
                       "the last period that is planned; otherwise the budget's last", NULL, 0,
                       NULL, false},
    [PAL_OPTION_DATABASE] = {"database", "URL",
                             "a file for SQLite, or postgresql://…; otherwise PALIER_DATABASE, or "
                             "a file in the user's data folder",
                             NULL, 0, "file", false},
    [PAL_OPTION_LISTEN] = {"listen", "ADDRESS:PORT", "where to answer; 127.0.0.1:8004 otherwise",
                           NULL, 0, NULL, false},
    [PAL_OPTION_CERTIFICATE] = {"certificate", "FILE",
                                "the certificate for TLS, with those above it (PEM)", NULL, 0,
                                "file", false},
    [PAL_OPTION_KEY] = {"key", "FILE", "the certificate's private key (PEM)", NULL, 0, "file",
                        false},
    [PAL_OPTION_HOST] = {"host", "NAME[,NAME…]",
                         "the names under which browsers may reach the server", NULL, 0, NULL,
                         false},
    [PAL_OPTION_PROXY] = {"behind-proxy", "ADDRESS[,ADDRESS…]",
                          "the proxies that do TLS, whose forwarded headers are believed", NULL, 0,
                          NULL, false},
    [PAL_OPTION_LOG] = {"log", "FORMAT", "one line for each request; text is the default",
                        log_choices, 3, NULL, false},
    [PAL_OPTION_BODIES] = {"bodies", "MB",
                           "what is being sent by people who signed in may take together; 128",
                           NULL, 0, NULL, false},
    [PAL_OPTION_FILE_MOST] = {"file-most", "MB", "the largest file that is taken; 64", NULL, 0,
                              NULL, false},
    [PAL_OPTION_PROJECT_FILES] = {"project-files-most", "MB",
                                  "what all files of a project may take together; 4096", NULL, 0,
                                  NULL, false},
    [PAL_OPTION_SMTP] = {"smtp", "URL",
                         "the mail server that takes what palier sends: smtp://HOST:PORT (with "
                         "STARTTLS) or smtps://HOST:PORT; without it, no mail is sent",
                         NULL, 0, NULL, false},
    [PAL_OPTION_SMTP_FROM] = {"smtp-from", "ADDRESS", "the address that mail comes from", NULL, 0,
                              NULL, false},
    [PAL_OPTION_SMTP_LOGIN] = {"smtp-login", "FILE",
                               "two lines, the user and the password of the mail server; "
                               "otherwise the credential smtp-login of systemd, where there is one",
                               NULL, 0, "file", false},
    [PAL_OPTION_SMTP_CA] = {"smtp-ca", "FILE",
                            "the certificates that the mail server's must come from (PEM); "
                            "otherwise those of the machine",
                            NULL, 0, "file", false},
    [PAL_OPTION_PROJECT] = {"project", "ID", "one project alone, by its id", NULL, 0, NULL, false},
    [PAL_OPTION_BREAK_SEAL] = {"break-seal", "REASON",
                               "take out what candidates answered before their consultation is "
                               "opened, too; the reason stands in the audit log",
                               NULL, 0, NULL, false},
    [PAL_OPTION_WITHOUT_PERSONS] = {"without-persons", NULL,
                                    "leaves out who people are: accounts, roles, the names of "
                                    "assessors, who wrote what",
                                    NULL, 0, NULL, false},
    [PAL_OPTION_WITH_GRANTS] = {"with-grants", NULL,
                                "takes the roles of the export, too: who may do what", NULL, 0,
                                NULL, false},
    [PAL_OPTION_CHECK] = {"check", NULL,
                          "a drill: looks at all of the backup in a copy and changes nothing", NULL,
                          0, NULL, false},
    [PAL_OPTION_REPLACE] = {"replace", NULL, "what the database holds is given up for it", NULL, 0,
                            NULL, false},
    [PAL_OPTION_REASON] = {"reason", "TEXT", "why; it is kept and shown", NULL, 0, NULL, false},
    [PAL_OPTION_ACT] = {"act", "ACT", "one act alone, by its id", pal_tender_act_ids,
                        PAL_TENDER_ACTS, NULL, false},
    [PAL_OPTION_PROCEDURES] = {"procedures", "ID|FILE",
                               "the table of procedures; the built-in one otherwise", NULL, 0,
                               "procedures", false},
    [PAL_OPTION_DRY_RUN] = {"dry-run", NULL, "says what would be done and does not do it", NULL, 0,
                            NULL, false},
    [PAL_OPTION_PRACTICE] = {"practice", "ID=MARK",
                             "the mark of a practice, in place of one of the step; once for each",
                             NULL, 0, NULL, true},
    [PAL_OPTION_FROM] = {"from", "FILE",
                         "steps and their marks as lines, \"PA05/2.1 F\"; - is standard input",
                         NULL, 0, "file", false},
    [PAL_OPTION_CONFIRM] = {"confirm", "AREA|STEP[,STEP…]",
                            "says marks that are to be seen again as they stand", NULL, 0, NULL,
                            false},
    [PAL_OPTION_START_FROM] = {"start-from", "ID",
                               "takes the marks of an earlier assessment over, to be seen again",
                               NULL, 0, NULL, false},
    [PAL_OPTION_SAY] = {"say", "STATE", "how far the assessment is: draft or rated", say_choices, 2,
                        NULL, false},
    [PAL_OPTION_EVIDENCE_TITLE] = {"evidence-title", "TEXT",
                                   "what was seen for these marks: its title", NULL, 0, NULL,
                                   false},
    [PAL_OPTION_DOCUMENT] = {"document", "ID", "what was seen: a document of the project", NULL, 0,
                             NULL, false},
    [PAL_OPTION_PAGE] = {"page", "TEXT", "the page of what was seen", NULL, 0, NULL, false},
    [PAL_OPTION_WORDS] = {"words", "TEXT", "the words of it that speak for the marks", NULL, 0,
                          NULL, false},
    [PAL_OPTION_DATE] = {"date", "YYYY-MM-DD", "its own date", NULL, 0, NULL, false},
    [PAL_OPTION_AUTHOR] = {"author", "TEXT", "who wrote it", NULL, 0, NULL, false},
    [PAL_OPTION_HOW] = {"how", "HOW",
                        "how it was seen: document (otherwise), site, or call, by video",
                        pal_evidence_hows, PAL_EVIDENCE_HOWS, NULL, false},
    [PAL_OPTION_OUTPUT] = {"output", "FILE",
                           "writes a new file, and leaves the one that was read as it is; - is "
                           "standard output",
                           NULL, 0, "file", false},
    [PAL_OPTION_REWRITE] = {"rewrite", NULL, "the comments of the file may go", NULL, 0, NULL,
                            false},
};

static const char *const drawn_formats[] = {"text", "json", "svg", "html"};
static const char *const check_formats[] = {"text", "json"};
static const char *const score_formats[] = {"text", "json", "csv", "svg", "html"};
static const char *const table_formats[] = {"text", "json", "csv", "html"};
static const char *const list_formats[] = {"text", "json", "yaml"};
static const char *const alert_formats[] = {"text", "json", "yaml", "html"};
static const char *const profile_formats[] = {"text", "json", "yaml", "svg", "html"};
static const char *const page_formats[] = {"text", "json", "html"};
static const char *const cost_formats[] = {"text", "json", "svg", "html"};
static const char *const text_only[] = {"text"};

static const char *const check_examples[] = {"palier check examples/example-2003.yaml"};
static const char *const score_examples[] = {
    "palier score examples/example-2003.yaml --profile level-3",
    "palier score examples/example-2003.yaml --profile level-3 --format html > report.html"};
static const char *const compare_examples[] = {
    "palier compare examples/north-2025.yaml examples/north-2026.yaml --profile level-2"};
static const char *const plan_examples[] = {
    "palier plan examples/example-2003.yaml --profile examples/example-2003-adaptive.yaml"};
static const char *const models_examples[] = {"palier models", "palier models sse-cmm-2.0"};
static const char *const profiles_examples[] = {
    "palier profiles", "palier profiles level-3 --format yaml > my-profile.yaml",
    "palier profiles examples/museum-profile.yaml --format svg > profile.svg"};
static const char *const alert_examples[] = {
    "palier alert", "palier alert vigipirate-2016",
    ("palier alert awr-example watch warning --assessment examples/north-posture.yaml --profile "
     "examples/awr-profile.yaml")};
static const char *const serve_examples[] = {
    "palier serve", "palier serve --database postgresql://palier@/palier --listen 127.0.0.1:8080"};
static const char *const mail_examples[] = {
    "palier mail test anne@example.org --smtp smtps://mail.example.org --smtp-from "
    "palier@example.org",
    "palier mail list paul@example.org"};
static const char *const init_examples[] = {"palier init anne@example.org \"Anne Expert\""};
static const char *const demonstration_examples[] = {"palier demonstration --database demo.db",
                                                     "palier serve --database demo.db"};
static const char *const user_examples[] = {
    "palier user", "palier user add paul@example.org \"Paul Manager\" project_manager",
    ("palier user lift paul@example.org project_manager approving_authority:museum --reason "
     "\"a house of one person\"")};
static const char *const audit_examples[] = {"palier audit verify", "palier audit anchor"};
static const char *const export_examples[] = {"palier export archive",
                                              "palier export museum --project museum "
                                              "--without-persons"};
static const char *const import_examples[] = {
    "palier import archive", "palier import archive --with-grants",
    "palier import examples/north-2025.yaml --project museum"};
static const char *const backup_examples[] = {"palier backup palier-2026-11-23.db"};
static const char *const restore_examples[] = {"palier restore palier-2026-11-23.db --check",
                                               "palier restore palier-2026-11-23.db --replace"};
static const char *const copy_examples[] = {
    "palier copy /var/lib/palier/palier.db postgresql://palier@/palier"};
static const char *const migrate_examples[] = {"palier migrate --dry-run"};
static const char *const doctor_examples[] = {
    "palier doctor", "palier doctor --certificate server.pem --key server.key --format json"};
static const char *const posture_examples[] = {
    "palier posture examples/north-posture.yaml --profile examples/awr-profile.yaml --alert watch"};
static const char *const propose_examples[] = {
    "palier propose examples/needs-institutional.yaml",
    "palier propose examples/needs-institutional.yaml --format yaml > profile.yaml"};
static const char *const rate_examples[] = {
    "palier rate examples/north-2026.yaml",
    ("palier rate examples/north-2026.yaml PA05/2.2 F PA05/2.3 L --reason \"Interviews, 2 April\" "
     "--output north.yaml"),
    ("palier rate north-2026 PA05/2.3 L --basis seen --evidence-title \"Security policy\" --page 4 "
     "--database palier.db")};
static const char *const cost_examples[] = {
    ("palier cost examples/example-2003.yaml --profile examples/example-2003-profile.yaml --alerts "
     "examples/example-2003-rates.yaml --effort examples/example-2003-effort.yaml")};
static const char *const schedule_examples[] = {
    ("palier schedule examples/example-2003.yaml --profile examples/example-2003-profile.yaml "
     "--alert orange --budget examples/example-2003-budget.yaml --effort "
     "examples/example-2003-effort.yaml")};
static const char *const suggest_examples[] = {
    "palier suggest data/demonstration/answers/grand-cloud.yaml --alert 3",
    "palier suggest data/demonstration/answers/north-hosting.yaml "
    "data/demonstration/answers/expert.yaml --basis seen --format json"};
static const char *const tender_examples[] = {
    "palier tender", "palier tender open", "palier tender adapted --act negotiate --format json"};
static const char *const help_examples[] = {"palier help score"};

enum {
    SCORING = BIT(PAL_OPTION_PROFILE) | BIT(PAL_OPTION_ALERT) | BIT(PAL_OPTION_BASIS) |
              BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_MODEL) | BIT(PAL_OPTION_SCHEME) |
              BIT(PAL_OPTION_LANG)
};

#define MAILING                                                                                    \
    (BIT(PAL_OPTION_SMTP) | BIT(PAL_OPTION_SMTP_FROM) | BIT(PAL_OPTION_SMTP_LOGIN) |               \
     BIT(PAL_OPTION_SMTP_CA))

const struct pal_command pal_commands[] = {
    {"check", "FILE...", "is each document valid?",
     "Reads documents of every kind and reports every error with file, line, column and path; "
     "warnings are marked. The exit status is 0 when no file has an error.",
     BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_LANG) | BIT(PAL_OPTION_MODEL) |
         BIT(PAL_OPTION_SCHEME) | BIT(PAL_OPTION_QUESTIONNAIRE),
     check_formats, COUNT(check_formats), 1, 4096, PAL_N_("check needs at least one file"), "file",
     check_examples, COUNT(check_examples), pal_cmd_check},
    {"score", "ASSESSMENT", "levels, and the gap to a profile in points",
     "Computes the capability level of each area and, with a profile, the points missing to it by "
     "actor, category and area, and the points beyond it. Without a profile: levels only. The exit "
     "status is 2 when the target is not met. ASSESSMENT is a file, or - for standard input.",
     SCORING, score_formats, COUNT(score_formats), 1, 1,
     PAL_N_("score takes one assessment (compare takes several)"), "file", score_examples,
     COUNT(score_examples), pal_cmd_score},
    {"compare", "ASSESSMENT ASSESSMENT...", "assessments side by side",
     "Ranks candidates by the points missing on the provider's own steps, the whole project's "
     "total beside, tells what separates them, and what each is missing on what was checked, seen "
     "and claimed; what is only claimed ranks nobody. Of one provider it lists the steps won and "
     "lost from each assessment to the next: which supplier is nearest to the profile, and did "
     "this supplier improve?",
     SCORING, table_formats, COUNT(table_formats), 2, PAL_LIMIT_ASSESSMENTS,
     PAL_N_("compare takes 2 to 64 assessments"), "file", compare_examples, COUNT(compare_examples),
     pal_cmd_compare},
    {"plan", "ASSESSMENT", "the missing steps as actions",
     "Lists for each actor what to do to reach the profile, in the order of the ladder: the action "
     "in plain words, an example, and what proves that it is done. Needs --profile.",
     SCORING, table_formats, COUNT(table_formats), 1, 1, PAL_N_("plan takes one assessment"),
     "file", plan_examples, COUNT(plan_examples), pal_cmd_plan},
    {"models", "[ID|FILE]", "list the built-in models, or show one",
     "With --format yaml the document itself is written, to be copied and changed.",
     BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_LANG), list_formats, COUNT(list_formats), 0, 1,
     PAL_N_("models shows one model at a time"), "models", models_examples, COUNT(models_examples),
     pal_cmd_models},
    {"profiles", "[ID|FILE]", "list the built-in profiles, or show one",
     "With --format yaml the document itself is written, to be copied and changed; with svg the "
     "figure of what each alert level demands, with html a page around it.",
     BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_MODEL) | BIT(PAL_OPTION_SCHEME) | BIT(PAL_OPTION_LANG),
     profile_formats, COUNT(profile_formats), 0, 1, PAL_N_("profiles shows one profile at a time"),
     "profiles", profiles_examples, COUNT(profiles_examples), pal_cmd_profiles},
    {"alert", "[SCHEME [FROM TO]]", "alert schemes, and what a change of level asks for",
     "Shows the levels of an alert scheme by rank: what each means, what must be reachable from it "
     "and within which delay, and its equivalence with other schemes. Where a source gives no "
     "duration none is shown. With --format yaml the document itself is written, to be copied and "
     "completed; with html a page. With two levels, the one in force and the one to come: the "
     "steps to activate, by "
     "actor and in order, those that are missing, and what may be stood down with the money it "
     "saves; this needs --assessment and --profile.",
     (SCORING & ~BIT(PAL_OPTION_ALERT)) | BIT(PAL_OPTION_ASSESSMENT) | BIT(PAL_OPTION_EFFORT),
     alert_formats, COUNT(alert_formats), 0, 3,
     PAL_N_("alert takes a scheme and two levels at most"), "alerts", alert_examples,
     COUNT(alert_examples), pal_cmd_alert},
    {"rate", "ASSESSMENT [STEP MARK]...", "marks steps, in a file or in a database",
     "A mark is N, P, L, F or \"not applicable\"; - takes one back, = leaves it as it is and says "
     "a "
     "reason or evidence of it. Several steps are one act: all or none. Without steps: how far the "
     "rating is, and which marks lack a reason. ASSESSMENT is a file where its name holds a slash "
     "or a dot, or a file of that name is there; else, and always with --database, the id of one "
     "in the database, which the operator marks as an expert does on the pages. A file is written "
     "anew where something "
     "changes, as the database would write it: its reasons are its notes, and its comments go, "
     "which needs --rewrite. What a file has no place for (evidence, marks to be seen again, how "
     "far it is) is said in a database alone.",
     BIT(PAL_OPTION_BASIS) | BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_MODEL) | BIT(PAL_OPTION_LANG) |
         BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_REASON) | BIT(PAL_OPTION_DRY_RUN) |
         BIT(PAL_OPTION_PRACTICE) | BIT(PAL_OPTION_FROM) | BIT(PAL_OPTION_CONFIRM) |
         BIT(PAL_OPTION_START_FROM) | BIT(PAL_OPTION_SAY) | BIT(PAL_OPTION_EVIDENCE_TITLE) |
         BIT(PAL_OPTION_DOCUMENT) | BIT(PAL_OPTION_PAGE) | BIT(PAL_OPTION_WORDS) |
         BIT(PAL_OPTION_DATE) | BIT(PAL_OPTION_AUTHOR) | BIT(PAL_OPTION_HOW) |
         BIT(PAL_OPTION_OUTPUT) | BIT(PAL_OPTION_REWRITE),
     check_formats, COUNT(check_formats), 1, 1 + 2 * 1024,
     PAL_N_("rate takes an assessment, and up to 1024 steps with their marks"), "file",
     rate_examples, COUNT(rate_examples), pal_cmd_rate},
    {"suggest", "ANSWERS...", "what answers to a questionnaire suggest for the steps",
     "Judges each answer by its pass rule and says what the answers suggest, practice by practice: "
     "nothing is marked by it. An answer speaks for the steps of whoever gave it, or at whom the "
     "expert observed it; beside others it is shown and never counted. A step whose practices have "
     "answers in part has no suggestion. Several files are sets of answers to one questionnaire: "
     "the provider's, the expert's … --basis takes answers of that state or better; claimed "
     "otherwise. Thresholds are those of --profile at --alert; without a profile --alert is a "
     "neutral level from 1 to 4, and without one the thresholds have no level.",
     BIT(PAL_OPTION_PROFILE) | BIT(PAL_OPTION_ALERT) | BIT(PAL_OPTION_BASIS) |
         BIT(PAL_OPTION_QUESTIONNAIRE) | BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_MODEL) |
         BIT(PAL_OPTION_SCHEME) | BIT(PAL_OPTION_LANG),
     check_formats, COUNT(check_formats), 1, PAL_LIMIT_ASSESSMENTS,
     PAL_N_("suggest takes 1 to 64 sets of answers"), "file", suggest_examples,
     COUNT(suggest_examples), pal_cmd_suggest},
    {"posture", "ASSESSMENT", "what an alert level asks: prepare, activate, stand down",
     "At the alert level in force: the steps to prepare now, those to activate at once, and those "
     "that are active beyond the target and may be stood down, by area and in points by actor. "
     "Prepared and active steps stand in the assessment. Where the profile follows an alert "
     "scheme: how long each change of level takes, against the delay that the scheme allows. With "
     "--format html as a page. Needs --profile.",
     SCORING | BIT(PAL_OPTION_EFFORT), page_formats, COUNT(page_formats), 1, 1,
     PAL_N_("posture takes one assessment"), "file", posture_examples, COUNT(posture_examples),
     pal_cmd_posture},
    {"cost", "ASSESSMENT", "what a posture costs to own, and what it leaves exposed",
     "Over an alert history or over rates of change, four ways to own the posture: full (a "
     "capability level everywhere, always), strictest (the target of the gravest level, always), "
     "adaptive (what the alert demands is switched on when it does) and lowest (the target of the "
     "calmest level, always). Shows the money by kind, actor and year, the hours in which a "
     "demanded "
     "step is not active, and where the adaptive way saves or cannot. With --format svg as a "
     "figure, with html as a page around it. Needs --profile and --alerts.",
     (SCORING & ~BIT(PAL_OPTION_ALERT)) | BIT(PAL_OPTION_EFFORT) | BIT(PAL_OPTION_ALERTS) |
         BIT(PAL_OPTION_FULL) | BIT(PAL_OPTION_SEED) | BIT(PAL_OPTION_DRAWS),
     cost_formats, COUNT(cost_formats), 1, 1, PAL_N_("cost takes one assessment"), "file",
     cost_examples, COUNT(cost_examples), pal_cmd_cost},
    {"schedule", "ASSESSMENT", "the best plan within a budget, as a calendar",
     "Of the missing steps, chooses those that close the most weighted gap with the work of each "
     "actor and the money that come in period by period, in the order of each ladder, and lays "
     "them on a calendar. Says whether the plan is optimal or how far from it it can be at most, "
     "what "
     "one more day of each actor would be worth, what the whole target takes and by when the "
     "budget "
     "can meet it. With --by the plan ends with that period; where the whole target fits by then, "
     "all of it is finished. Needs --profile and --budget.",
     SCORING | BIT(PAL_OPTION_EFFORT) | BIT(PAL_OPTION_BUDGET) | BIT(PAL_OPTION_BY), drawn_formats,
     COUNT(drawn_formats), 1, 1, PAL_N_("schedule takes one assessment"), "file", schedule_examples,
     COUNT(schedule_examples), pal_cmd_schedule},
    {"propose", "NEEDS", "a profile per alert level, from the needs of a project",
     "From what a site must keep (integrity, availability, imputability, confidentiality, each a "
     "degree from 1 to 4) and how exposed it is, proposes the target of each area at each alert "
     "level and says why. With --format yaml the profile is written as a document, to be changed "
     "and used; with svg as a figure, with html as a page that says why.",
     BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_MODEL) | BIT(PAL_OPTION_SCHEME) | BIT(PAL_OPTION_LANG),
     profile_formats, COUNT(profile_formats), 1, 1, PAL_N_("propose takes one document of needs"),
     "file", propose_examples, COUNT(propose_examples), pal_cmd_propose},
    {"tender", "[PROCEDURE]", "what a kind of procedure allows, forbids and asks for",
     "A project states its procedure (open, restricted, negotiated, competitive_dialogue, adapted, "
     "existing_contract, or none); it decides which acts exist. Shows what it says of each act "
     "with "
     "the sentences of its rules (what a rule counts, the program checks; the rest is confirmed by "
     "the person who acts), the rules that hold whatever is done, and what somebody who knows the "
     "law must still look at. Without PROCEDURE: the list of them. It is no legal advice.",
     BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_LANG) | BIT(PAL_OPTION_ACT) |
         BIT(PAL_OPTION_PROCEDURES),
     check_formats, COUNT(check_formats), 0, 1, PAL_N_("tender shows one procedure at a time"),
     NULL, tender_examples, COUNT(tender_examples), pal_cmd_tender},
    {"serve", "", "the server: projects, providers and people, for browsers and programs",
     "Keeps everything in a database, which is made or brought up to date first, and answers "
     "pages and an API (under /api/v1) until it is told to stop. Other addresses than loopback "
     "need TLS (--certificate, --key) or a proxy that does it (--behind-proxy). Start with "
     "\"palier init\".",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_LISTEN) | BIT(PAL_OPTION_CERTIFICATE) |
         BIT(PAL_OPTION_KEY) | BIT(PAL_OPTION_HOST) | BIT(PAL_OPTION_PROXY) | BIT(PAL_OPTION_LOG) |
         BIT(PAL_OPTION_BODIES) | BIT(PAL_OPTION_FILE_MOST) | BIT(PAL_OPTION_PROJECT_FILES) |
         MAILING,
     text_only, COUNT(text_only), 0, 0, PAL_N_("serve takes no arguments"), NULL, serve_examples,
     COUNT(serve_examples), pal_cmd_serve},
    {"mail", "test ADDRESS | list ADDRESS | forget ADDRESS",
     "tries whether mail arrives; what was sent to an address",
     "test sends one mail, with the same options as \"palier serve\" has, and says what the mail "
     "server said; it asks no database. list says which mails are held to an address and what "
     "became of them, forget removes the address from all of them: name, subject and text go, and "
     "those that wait are not sent. Mails are held for 90 days after their end.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_LANG) | MAILING, text_only, COUNT(text_only), 2, 2,
     PAL_N_("mail takes test, list or forget, and an address"), NULL, mail_examples,
     COUNT(mail_examples), pal_cmd_mail},
    {"init", "EMAIL NAME", "makes the database and its first administrator",
     "Prints a link, good for three days and one use, with which the administrator chooses a "
     "password. The administrator is an expert, too.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_LANG), text_only, COUNT(text_only), 2, 2,
     PAL_N_("init takes an address and a name"), NULL, init_examples, COUNT(init_examples),
     pal_cmd_init},
    {"demonstration", "", "fills an empty database with the paper's case",
     "One project, four providers, what they answered, what two experts found of them, and one "
     "account per role, whose "
     "random passwords are printed once. To look around; not for work.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_LANG), text_only, COUNT(text_only), 0, 0,
     PAL_N_("demonstration takes no arguments"), NULL, demonstration_examples,
     COUNT(demonstration_examples), pal_cmd_demonstration},
    {"user", "[ACT [EMAIL [WORD…]]]", "who has an account, and what they may",
     "list: everybody and their roles. add EMAIL NAME [ROLE…]: a new account and its one-time "
     "link. grant or withdraw EMAIL ROLE…: a role is administrator, expert, project_manager, "
     "provider, approving_authority or auditor, everywhere or, as ROLE:PROJECT, on one project. "
     "provider is held on a project alone, administrator everywhere. Some roles one person does "
     "not "
     "combine: lift EMAIL ROLE ROLE[:PROJECT] allows such a pair all the same, with --reason, "
     "lifts EMAIL lists what was lifted, unlift EMAIL RULE[:PROJECT] takes it back. link EMAIL: a "
     "new link for a lost password. sign-out EMAIL: everywhere, tokens too. lock EMAIL, with "
     "--reason, and unlock EMAIL; expire EMAIL DATE: the account's last day, or never. tokens "
     "EMAIL lists them, revoke EMAIL TOKEN ends one. erase EMAIL: who it is; facts keep the id.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_LANG) | BIT(PAL_OPTION_REASON), text_only,
     COUNT(text_only), 0, 16, PAL_N_("user takes an act, an address and a few words"), NULL,
     user_examples, COUNT(user_examples), pal_cmd_user},
    {"audit", "verify [NUMBER HASH] | anchor", "checks the chain of what was done, or anchors it",
     "verify walks every entry: a changed, removed or reordered one is found, and a cut tail "
     "where an anchor stands behind it; then every row is compared with what the entries say: "
     "what was changed, added or removed by hand is told, at most twenty one by one. With the "
     "number and hash of an anchor that was kept elsewhere the chain is held against it, too. It "
     "needs no right to write. anchor keeps the last hash and prints it.",
     BIT(PAL_OPTION_DATABASE), text_only, COUNT(text_only), 1, 3,
     PAL_N_("audit takes verify or anchor, and an anchor"), NULL, audit_examples,
     COUNT(audit_examples), pal_cmd_audit},
    {"export", "FOLDER", "every document of the database as a file",
     "Writes the last version of each document, byte for byte, as KIND/ID.yaml into a new folder, "
     "and beside them a list of them (export.yaml), persons with their roles, hours, deliveries, "
     "files, and acts with what was said in them. \"palier import\" reads it back. With --project: "
     "what belongs to one project, and "
     "the library. Passwords, sessions and older versions stay: a backup has them.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_PROJECT) | BIT(PAL_OPTION_WITHOUT_PERSONS) |
         BIT(PAL_OPTION_BREAK_SEAL),
     text_only, COUNT(text_only), 1, 1, PAL_N_("export takes one folder"), "file", export_examples,
     COUNT(export_examples), pal_cmd_export},
    {"import", "FOLDER|FILE...", "documents from an export, or files, into the database",
     "Takes in what the database does not have. What it has already, word for word, is left as it "
     "is; where it has something else under the same id, or what comes is not what a form would "
     "take, a sentence says so, nothing of it is written, and the exit status is 1. Roles are "
     "listed, and taken with --with-grants alone. What comes is written by whoever imports it; "
     "whom the export says it is of is kept as a claim. Single files go into the project of "
     "--project, the one that they name, or the library. All is checked first and written in one "
     "transaction.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_PROJECT) | BIT(PAL_OPTION_WITH_GRANTS), text_only,
     COUNT(text_only), 1, 4096, PAL_N_("import takes a folder, or files"), "file", import_examples,
     COUNT(import_examples), pal_cmd_import},
    {"backup", "FILE", "a backup, while the server goes on",
     "Writes everything, of whichever database, into one new SQLite file that only its owner may "
     "read: complete and on the disk, or not at all. Prints its SHA-256. It holds the hashes of "
     "passwords: keep it as you keep the database. Where the database cannot be written, the "
     "backup is made, but the database does not know of it.",
     BIT(PAL_OPTION_DATABASE), text_only, COUNT(text_only), 1, 1, PAL_N_("backup takes one file"),
     "file", backup_examples, COUNT(backup_examples), pal_cmd_backup},
    {"restore", "FILE", "puts a backup back, or tries whether it could be",
     "Looks at all of the backup first (pages, references, texts, the audit chain) and refuses one "
     "that does not hold. The database must be empty, or be given up with --replace. With --check "
     "nothing is changed: run it after each backup.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_CHECK) | BIT(PAL_OPTION_REPLACE), text_only,
     COUNT(text_only), 1, 1, PAL_N_("restore takes one file"), "file", restore_examples,
     COUNT(restore_examples), pal_cmd_restore},
    {"copy", "FROM TO", "everything from one database into another",
     "From SQLite to PostgreSQL, or back, or alike. TO must be empty, or be given up with "
     "--replace. Every row is held against the one it was copied from before it is kept.",
     BIT(PAL_OPTION_REPLACE), text_only, COUNT(text_only), 2, 2, PAL_N_("copy takes two databases"),
     "file", copy_examples, COUNT(copy_examples), pal_cmd_copy},
    {"migrate", "", "brings the schema of the database up to date",
     "The server does this when it starts; by hand it can be looked at first. Make a backup "
     "before. What is computed (the points in lists) is dropped and computed again.",
     BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_DRY_RUN), text_only, COUNT(text_only), 0, 0,
     PAL_N_("migrate takes no arguments"), NULL, migrate_examples, COUNT(migrate_examples),
     pal_cmd_migrate},
    {"doctor", "", "is the installation well, and what is to be done?",
     "Looks at the database, its file and folder, the disk, the clock, the schema, references and "
     "texts, the audit chain, the last backup, the certificate (--certificate, --key) and the "
     "administrators, and says for each what to do. Changes nothing. The exit status is 1 when "
     "something must be done.",
     BIT(PAL_OPTION_FORMAT) | BIT(PAL_OPTION_DATABASE) | BIT(PAL_OPTION_CERTIFICATE) |
         BIT(PAL_OPTION_KEY),
     check_formats, COUNT(check_formats), 0, 0, PAL_N_("doctor takes no arguments"), NULL,
     doctor_examples, COUNT(doctor_examples), pal_cmd_doctor},
    {"help", "[COMMAND]", "what a command does and takes", "Without a command: the list of them.",
     0, text_only, COUNT(text_only), 0, 1, PAL_N_("help takes one command"), "command",
     help_examples, COUNT(help_examples), pal_cmd_help},
    {"version", "", "version, licence, notices",
     "Also the copyright notices of the models that are built in.", 0, text_only, COUNT(text_only),
     0, 0, PAL_N_("version takes no arguments"), NULL, NULL, 0, pal_cmd_version},
};

const size_t pal_command_count = COUNT(pal_commands);

const struct pal_command *pal_command_find(const char *name)
{
    for (size_t i = 0; i < pal_command_count; i++) {
        if (strcmp(pal_commands[i].name, name) == 0) {
            return &pal_commands[i];
        }
    }
    return NULL;
}
