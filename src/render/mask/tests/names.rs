//! Masking by the name of a variable, an annotation or a flag.

use super::{CANARY, MASK, value};

#[test]
fn values_of_names_of_credentials_are_masked() {
    #[rustfmt::skip]
    let names = [
        "DB_PASSWORD", "dbPassword", "API_KEY", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "REDIS_PASS", "SENTRY_DSN", "client.secret",
        "SSH_KEY", "PGPASS", "DBPASS", "DB_PASS1", "SIGNING_KEY2", "MYSQL_ROOT_PW", "AWS_CREDS", "ENCRYPTION_PASSCODE", "VAULT_SECRET_ID", "OAUTH2_BEARER",
        "ADMIN_PASSWORDS", "passWord", "NPM_AUTH", "Authorization", "AccountKey", "x-api-key", "sig",
        // Cases of the hostile test.
        "AWS_ACCESS_KEY_ID", "SLACK_WEBHOOK", "SLACK_WEBHOOK_URL", "TWILIO_SID", "SESSION_ID", "SALT", "PEPPER", "VAULT_ROLE_ID", "PIN", "OTP", "TOTP_SEED",
        "MNEMONIC", "CONN_STR", "KUBECONFIG_DATA", "HMAC", "Kennwort", "MOT_DE_PASSE", "KEY", "S3_KEY",
        // More cases of the same kinds.
        "TEAMS_WEBHOOK", "PASSWORD_SALT", "SEED_PHRASE", "RECOVERY_CODES", "WALLET_MNEMONIC", "CONNECTION_STRING", "AZURE_STORAGE_CONNECTION_STRING",
        "KUBECONFIG_BASE64", "DB_HMAC", "contrasena", "SENHA", "wachtwoord", "LÖSENORD", "ADMIN_KENNWORT", "PHPSESSID", "JSESSIONID", "ACCESS_KEY",
        "MINIO_ACCESS_KEY_ID", "LICENSE_KEY", "MASTERKEY", "WPA_PSK", "SAS_TOKEN", "STORAGE_SAS", "PASSKEY", "PIN_CODE", "SMTP_PWD", "TLS_KEY", "JWT",
        "SESSION_COOKIE", "NO_REPLY_PASSWORD", "DJANGO_SECRET_KEY", "NEXTAUTH_SECRET", "GPG_PASSPHRASE", "ansible_become_pass", "example.com/db-password",
        "HTPASSWD", "DOCKERCONFIGJSON", "COSIGN_PRIVATE_KEY", "UNSEAL_KEY", "PASSWORD_HASH",
    ];
    for name in names {
        assert_eq!(value(name, CANARY), MASK, "{name}");
        assert_eq!(value(name, "correct horse battery staple 7"), MASK, "{name}");
    }
    for (name, number) in [
        ("PIN", "1234"),
        ("OTP", "123456"),
        ("DB_PASSWORD", "12345678"),
        ("PGPASS", "1"),
    ] {
        assert_eq!(value(name, number), MASK, "{name}");
    }
}

#[test]
fn values_of_names_about_credentials_and_of_names_like_theirs_are_shown() {
    #[rustfmt::skip]
    let names = [
        "PATH", "KEYBOARD", "MONKEY", "COMPASS", "BYPASS", "PASSENGERS", "AUTHOR", "PASSWORD_FILE", "SECRET_NAME", "STAGE", "", "TOKENIZERS_PARALLELISM",
        "SORT_KEY", "PARTITION_KEY", "PUBLIC_KEY", "AUTH_ENABLED", "OAUTH_TOKEN_URL", "TOKEN_TTL", "KEY_PREFIX", "PWD", "TOKEN_LIMIT",
        "PASSWORD_MIN_LENGTH", "DESIGNATION",
        // Cases of the hostile test.
        "SSH_AUTH_SOCK", "TEST_PASS_RATE", "KEY_COLUMN", "COOKIE_DOMAIN", "USE_AUTH", "ACCESS_KEY_FIELD", "PASSWORDLESS", "DB_SECRET_ARN", "SECRET_PROJECT",
        "VAULT_AUTH_ROLE", "token-bucket", "key-owner", "checksum/secret", "password-policy", "vault.hashicorp.com/agent-inject-secret-config",
        "agent-inject-secret-config", "--password-prompt", "--skip-auth", "--with-credentials", "--no-password",
        // More cases of the same kinds.
        "checksum/config", "secret-checksum", "PASSWORD_RETRIES", "PASSWORD_POLICIES", "TOKEN_ISSUER", "JWT_ALGORITHM", "COOKIE_SAMESITE", "SESSION_COOKIE_NAME",
        "SECRETS_MANAGER_REGION", "KEY_VAULT_HOST", "FOREIGN_KEY", "ROUTING_KEY", "CACHE_KEY", "TOKEN_BUCKET_SIZE", "PASSWORD_USERNAME", "SALT_MASTER",
        "SEED_NODES", "AUTH_METHODS", "AUTH_TYPE", "KMS_KEY_ARN", "COOKIE_SECURE", "TOKEN_SCOPES", "SKIP_AUTH", "--with-token-cache", "SIGNATURE_VERSION",
        "KEYCLOAK_REALM", "PIN_MEMORY", "SPINNER", "OPTIONS", "RESALT_X",
    ];
    for name in names {
        assert_eq!(value(name, CANARY), CANARY, "{name}");
    }
}

#[test]
fn values_that_only_resemble_innocent_ones_are_masked() {
    #[rustfmt::skip]
    let values = [
        ("DB_PASSWORD", "/hunter2"), ("AWS_SECRET_ACCESS_KEY", "/9j4AAQSkZJRgABAQ/bPxRfiCYEXAMPLEKEY"), ("DB_PASSWORD", "${X:-c4n4ry}"), ("API_KEY", "4096abcdef0123"),
        ("S3_KEY", "data/in.csv"), ("SECRET", "https://h/x?sig=abc"), ("DSN", "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1"),
        ("AUTH", "user:p4ss"), ("TOKEN", "not-a-path"), ("KEY", "created"), ("API_KEY", "e3b0c44298fc1c149afbf4c8996fb924"),
        ("WEBHOOK_URL", "https://h.example.com/hooks/0ab1c2d3e4f5061728"),
    ];
    for (name, literal) in values {
        assert!(
            value(name, literal).contains(MASK),
            "{name}={literal}: {}",
            value(name, literal)
        );
    }
}
