//! Literal credentials are shown in no format and from no place, unless they are asked for; ordinary settings are shown.

use serde_json::{Value, json};

use crate::support::{Cyjob, Recorded};

/// Each is replaced by one of its own.
const CANARY: &str = "c4n4ry";

fn job(container: &Value, pod: &Value, annotations: &Value) -> Value {
    let mut job = Recorded::new("fail-exit").job();
    let template = &mut job["spec"]["template"];
    for (field, value) in container.as_object().unwrap() {
        template["spec"]["containers"][0][field] = value.clone();
    }
    for (field, value) in pod.as_object().unwrap() {
        template["spec"][field] = value.clone();
    }
    template["metadata"]["annotations"] = annotations.clone();
    job["metadata"]["annotations"] = annotations.clone();
    job
}

fn describe(job: &Value, words: &str) -> String {
    Cyjob::new("describe fail-exit -n zoo --width 400 --from -")
        .words(words)
        .stdin(job.to_string())
        .answer()
}

fn env(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}

/// A Job with a canary in every place where a person can write a credential.
fn canaries() -> Value {
    let container = json!({
        "env": env(&[
            ("PGPASS", "c4n4ry"),
            ("DB_PASS1", "c4n4ry"),
            ("MYSQL_ROOT_PW", "c4n4ry"),
            ("VAULT_SECRET_ID", "c4n4ry"),
            ("OAUTH2_BEARER", "c4n4ry"),
            ("GIT", "https://c4n4ry@github.com/x"),
            ("TWO", "http://a:b@h,http://c:c4n4ry@h"),
            ("SLASH", "postgres://u:pa/c4n4ry@h/db"),
            ("JDBC", "jdbc:postgresql://h/db?user=u&password=c4n4ry"),
            ("CONN", "Server=h;User Id=u;Password=c4n4ry;"),
            ("SPARK", "--conf a=b --password c4n4ry"),
            ("CONFIG", "{\"db\": {\"password\": \"c4n4ry\"}}"),
            ("PEM", "-----BEGIN PRIVATE KEY-----\nc4n4ry\n-----END PRIVATE KEY-----"),
            ("PGP", "-----BEGIN PGP PRIVATE KEY BLOCK-----\nc4n4ry\n-----END PGP PRIVATE KEY BLOCK-----"),
            ("FORGE", "ghp_c4n4ryc4n4ryc4n4ryc4n4ry"),
            ("HOOK", "https://hooks.slack.com/services/T01/B02/c4n4ry"),
            ("SLACK_WEBHOOK", "c4n4ry"),
            ("ORACLE_JDBC", "jdbc:oracle:thin:scott/c4n4ry@//h:1521/x"),
            ("XML", "<add key=\"Password\" value=\"c4n4ry\"/>"),
            ("NETRC", "machine h login u password c4n4ry"),
        ]),
        "command": ["sh", "-c", "export DB_PASSWORD=c4n4ry; run; mysql -pc4n4ry db; x --password \\\n c4n4ry", "--", "--password"],
        "args": ["c4n4ry", "--token", "c4n4ry", "--auth", "Bearer c4n4ry", "-H", "Authorization: Bearer c4n4ry", "-u", "admin:c4n4ry", "--set=db.password=c4n4ry", "{\"token\":\"c4n4ry\"}"],
        "lifecycle": {"preStop": {"exec": {"command": ["curl", "--token", "c4n4ry"]}}},
        "livenessProbe": {"exec": {"command": ["x", "--password", "c4n4ry"]}},
        "readinessProbe": {"httpGet": {"port": 80, "path": "/x?token=c4n4ry", "httpHeaders": [{"name": "Authorization", "value": "Bearer c4n4ry"}]}},
    });
    let pod = json!({
        "initContainers": [{"name": "i", "image": "x", "env": env(&[("TOKEN", "c4n4ry")])}],
        "volumes": [
            {"name": "a", "csi": {"driver": "d", "volumeAttributes": {"password": "c4n4ry"}}},
            {"name": "b", "flexVolume": {"driver": "d", "options": {"password": "c4n4ry"}}},
        ],
    });
    let annotations = json!({
        "kubectl.kubernetes.io/last-applied-configuration": "{\"a\":\"c4n4ry\"}",
        "kapp.k14s.io/original": "{\"a\":\"c4n4ry\"}",
        "objectset.rio.cattle.io/applied": "H4sIc4n4ry",
        "example.com/copy": "{\"apiVersion\":\"batch/v1\",\"spec\":{\"a\":\"c4n4ry\"}}",
        "db-password": "c4n4ry",
        "hook": "https://u:c4n4ry@h/",
    });
    job(&container, &pod, &annotations)
}

#[test]
fn no_place_and_no_format_shows_a_credential() {
    let job = canaries();
    for format in ["", "-o wide", "-o json", "-o yaml", "-o name"] {
        let text = describe(&job, format);
        let leaks: Vec<_> = text.lines().filter(|line| line.contains(CANARY)).collect();
        assert!(leaks.is_empty(), "{format}: {leaks:#?}");
    }
    let shown = describe(&job, "-o json --show-env");
    // All but the copies of the manifest, which are on the Job and on its template.
    let places = job.to_string().matches(CANARY).count() - 8;
    assert_eq!(shown.matches(CANARY).count(), places, "--show-env shows all");
}

#[test]
fn ordinary_settings_are_shown() {
    let pairs = [
        ("TOKENIZERS_PARALLELISM", "false"),
        ("MAX_TOKENS", "4096"),
        ("SORT_KEY", "created"),
        ("AUTH_ENABLED", "true"),
        ("OAUTH_TOKEN_URL", "https://login.example.com/token"),
        ("PASSWORD_FILE", "/run/secrets/db"),
        ("DB_PASSWORD", "$(FROM_SECRET)"),
        ("DATABASE_URL", "postgres://db:5432/x"),
        ("PWD", "/work"),
        (
            "DB_SECRET_ARN",
            "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf",
        ),
        ("GOOGLE_APPLICATION_CREDENTIALS", "/var/run/google/key.json"),
        ("COOKIE_DOMAIN", "example.com"),
        ("AUTH", "ldap"),
    ];
    let args = [
        "--max-tokens",
        "10",
        "--auth-enabled=true",
        "--user",
        "1000:1000",
        "registry/token:1.2",
        "--no-password",
        "db",
        "password=$(cat /run/pw)",
    ];
    let job = job(
        &json!({"env": env(&pairs), "args": args}),
        &json!({"volumes": [{"name": "v", "csi": {"driver": "d", "volumeAttributes": {"secretProviderClass": "vault-db"}}}]}),
        &json!({"note": "the token is missing", "checksum/secret": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}),
    );
    for format in ["", "-o json"] {
        let text = describe(&job, format);
        assert!(!text.contains("*****"), "{format}: {text}");
        for (_, value) in pairs {
            assert!(text.contains(value), "{format}: {value}");
        }
    }
}
