//! Masking by the form of a value.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

use super::{CANARY, MASK, assert_masked, assert_shown, text, value};

/// Tokens in the form of their issuers, assembled here so that no scanner reports this file as a leak.
fn tokens() -> Vec<String> {
    let body = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    let hex = "0123456789abcdef0123456789abcdef";
    let upper = "ABCDEFGHIJKLMNOP";
    #[rustfmt::skip]
    let prefixes = [
        "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_11ABCDE_", "glpat-", "glrt-", "gldt-", "glcbt-64_", "GR1348941", "xoxb-123456789012-", "xoxp-1-2-", "xapp-1-A0-",
        "xoxe.xoxp-1-", "sk_live_", "sk_test_", "rk_live_", "whsec_", "AIza", "ya29.", "GOCSPX-", "npm_", "pypi-AgEIcHlwaS5vcmc", "dckr_pat_", "hvs.", "hvb.", "s.",
        "sk-", "sk-proj-", "sk-ant-api03-", "hf_", "gsk_", "xai-", "nvapi-", "sntrys_", "glsa_", "NRAK-", "shpat_", "sq0atp-", "ATATT3xFfGF0", "tskey-auth-k1-",
        "lin_api_", "rubygems_", "PMAK-", "sbp_", "figd_", "ops_eyJ", "sha256~", "dop_v1_", "AKCp8", "lsv2_pt_", "pscale_tkn_", "acme_live_", "foo_secret_",
    ];
    let mut tokens: Vec<String> = prefixes.iter().map(|prefix| format!("{prefix}{body}")).collect();
    tokens.extend(["AKIA", "ASIA"].map(|prefix| format!("{prefix}{}7", &upper[..15])));
    tokens.extend([
        format!("SG.{}.{body}", &body[..22]),
        format!("dapi{hex}"),
        format!("SK{hex}"),
        format!("{hex}-us12"),
        format!("1234567890:AA{body}"),
        format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{body}"),
        format!("AGE-SECRET-KEY-1{}", upper.repeat(3)),
        format!("SWMTKN-1-{body}-{body}"),
        format!("$2b$12${body}{body}"),
        format!("{{SSHA}}{body}"),
        format!("abc8Q~{body}"),
        format!("M{}.Gabc12.{body}", &body[..24]),
        format!("{}.atlasv1.{body}", &body[..14]),
    ]);
    tokens
}

#[test]
fn tokens_are_masked_under_any_name_and_within_any_text() {
    for token in tokens() {
        assert_eq!(value("MODE", &token), MASK, "{token}");
        for around in [
            "--auth {}",
            "see {}.",
            "[\"{}\"]",
            "curl h/{}/x",
            "a={};b=c",
            "({})",
            "a\\n{}\\n",
        ] {
            let shown = text(&around.replace("{}", &token));
            assert!(
                !shown.contains(&token[6..]) && shown.contains(MASK),
                "{around} {token}: {shown}"
            );
        }
    }
}

#[test]
fn what_is_like_a_token_is_shown() {
    assert_shown(&[
        "npm_config_registry=https://registry.example.com",
        "sk-learn",
        "AKIA",
        "ghp_",
        "task-scheduler-for-everything-2",
        "pypi-mirror",
        "s.example",
        "hf_home",
        "ASIAPACIFICREGION",
        "secret_name_of_the_thing",
        "shared_key_vault_name",
        "xoxb",
        "eyJ",
        "SGML.SG.x",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "0b6f3c1e-2f4e-4a6b-9d2c-1e2f3a4b5c6d",
        "registry.example.com/app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "Bearer token authentication",
        "basic auth",
        "Basic 2.0",
        "the bearer of this",
        "use Basic authentication",
        "Bearer $TOKEN",
        "bearer ${TOKEN}",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
        "SGVsbG8gd29ybGQsIHRoaXMgaXMgdGV4dA==",
        "https://hooks.example.com/notify/team",
        "https://discord.com/channels/1/2",
    ]);
}

#[test]
fn schemes_of_headers_and_bodies_of_keys_are_masked() {
    assert_masked(&[
        "Bearer c4n4ryPW",
        "x Bearer c4n4ryPW y",
        "basic c4n4ryPW",
        "Authorization: Digest username=\"x\", response=\"c4n4ryPW\"",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nc4n4ryPW\n-----END PGP PRIVATE KEY BLOCK-----",
        "-----BEGIN RSA PRIVATE KEY-----\nc4n4ryPW\n-----END RSA PRIVATE KEY-----\ny",
        "-----BEGIN OPENSSH PRIVATE KEY-----\\nc4n4ryPW\\n-----END OPENSSH PRIVATE KEY-----\\n",
        "-----BEGIN EC PRIVATE KEY-----\nc4n4ryPW",
        "-----BEGIN ENCRYPTED PRIVATE KEY----- c4n4ryPW -----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nc4n4ryPW-----END PRIV\n-----BEGIN PRIVATE KEY-----\nc4n4ryPW",
        "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nc4n4ryPW\n---- END SSH2 ENCRYPTED PRIVATE KEY ----",
        "PuTTY-User-Key-File-3: ssh-ed25519\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\nc4n4ryPW\nPrivate-MAC: 00",
        "Private-Lines: 1\nc4n4ryPW",
    ]);
    assert_eq!(
        text("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\ny"),
        "-----BEGIN PRIVATE KEY-----*****-----END PRIVATE KEY-----\ny"
    );
}

#[test]
fn webhooks_are_masked() {
    #[rustfmt::skip]
    let urls = [
        "https://hooks.slack.com/services/T01ABC/B02DEF/c4n4ryPW", "https://discord.com/api/webhooks/123456789/c4n4ryPW", "https://discordapp.com/api/webhooks/1/c4n4ryPW",
        "https://acme.webhook.office.com/webhookb2/c4n4ryPW@x/IncomingWebhook/y/z", "https://hooks.slack.com/workflows/T1/A1/1/c4n4ryPW",
        "https://api.telegram.org/bot1:c4n4ryPW/sendMessage", "https://hooks.zapier.com/hooks/catch/1/c4n4ryPW", "https://open.feishu.cn/open-apis/bot/v2/hook/c4n4ryPW",
        "https://chat.example.com/hooks/c4n4ryPW/0123456789abcdef", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=c4n4ryPW",
        "https://oapi.dingtalk.com/robot/send?access_token=c4n4ryPW", "https://chat.googleapis.com/v1/spaces/X/messages?key=c4n4ryPW&token=c4n4ryPW",
        "https://maker.ifttt.com/trigger/x/with/key/c4n4ryPW",
    ];
    assert_masked(&urls);
    for url in urls {
        assert_masked(&[&format!("curl -d x '{url}' -v")]);
    }
}

#[test]
fn credentials_in_base64_are_masked() {
    let texts = [
        format!("password={CANARY}"),
        format!("{{\"auths\":{{\"h\":{{\"auth\":\"{CANARY}\"}}}}}}"),
        format!("-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----"),
        format!("postgres://u:{CANARY}@h/d"),
        format!("apiVersion: v1\nusers:\n- name: x\n  user:\n    token: {CANARY}\n"),
    ];
    for plain in texts {
        for encoded in [
            STANDARD.encode(&plain),
            URL_SAFE_NO_PAD.encode(&plain),
            STANDARD.encode(STANDARD.encode(&plain)),
        ] {
            assert_eq!(text(&encoded), MASK, "{plain}");
            assert_eq!(
                text(&format!("data: {encoded} x")),
                format!("data: {MASK} x"),
                "{plain}"
            );
        }
        let encoded = STANDARD.encode(plain.repeat(9));
        let lines: Vec<&str> = encoded
            .as_bytes()
            .chunks(76)
            .filter_map(|line| str::from_utf8(line).ok())
            .collect();
        assert_eq!(text(&lines.join("\n")), MASK);
    }
}
