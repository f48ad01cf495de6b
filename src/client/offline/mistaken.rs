//! What users pass by mistake instead of objects, recognised by its start, with advice.

/// Advice on a text that certainly holds no objects; `None` for every other text.
pub(crate) fn mistaken(bytes: &[u8]) -> Option<&'static str> {
    let packed = [
        &b"\x1f\x8b"[..],
        b"PK\x03\x04",
        b"BZh",
        b"\xfd7zXZ",
        b"\x28\xb5\x2f\xfd",
    ];
    if packed.iter().any(|magic| bytes.starts_with(magic)) || bytes.get(257..262) == Some(b"ustar") {
        return Some("this is an archive or compressed; unpack it first");
    }
    if is_utf16(bytes) {
        return Some("this is UTF-16, as Windows PowerShell writes it; save it as UTF-8");
    }
    let text = bytes.trim_ascii_start();
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        // The first columns of kubectl's tables, including `-A` and `kubectl get events`.
        ["NAME" | "NAMESPACE", _, ..] | ["LAST", "SEEN", ..] if is_heading(&words) => {
            Some("this looks like kubectl's table; add -o yaml to that command")
        }
        ["Name:", _] => Some("this looks like what kubectl describe prints; use kubectl get with -o yaml"),
        _ => None,
    }
}

fn is_heading(words: &[&str]) -> bool {
    let is_upper = |byte: u8| byte.is_ascii_uppercase() || b"()-/:".contains(&byte);
    words.iter().all(|word| word.bytes().all(is_upper))
}

/// UTF-16 has a byte order mark, or every other byte of its ASCII text is zero.
fn is_utf16(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let halves = |zero: usize| {
        let mut pairs = bytes.chunks_exact(2).take(16);
        bytes.len() >= 8 && pairs.all(|pair| pair[zero] == 0 && pair[1 - zero] != 0)
    };
    marked || halves(0) || halves(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_often_handed_over() {
        let utf16: Vec<u8> = "kind: Job\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], &str); 7] = [
            (
                b"NAME   COMPLETIONS   DURATION   AGE\nx  0/1  3m  3m\n",
                "add -o yaml",
            ),
            (b"NAMESPACE   NAME  READY\n", "add -o yaml"),
            (b"LAST SEEN   TYPE   REASON\n", "add -o yaml"),
            (b"Name:             fail-oom\nNamespace: zoo\n", "describe"),
            (b"\x1f\x8b\x08", "unpack"),
            (&utf16, "UTF-16"),
            (b"\xff\xfek\0", "UTF-16"),
        ];
        for (bytes, word) in cases {
            let advice = mistaken(bytes).unwrap_or_default();
            assert!(advice.contains(word), "{word}: {advice}");
        }
    }

    #[test]
    fn lets_everything_else_be_parsed() {
        for text in [
            "",
            "kind: Job\n",
            "{\"kind\": \"Job\"}",
            "NAME: x\n",
            "NAME\n",
            "Name: x y\n",
            "# NAME READY\nkind: Job\n",
            "words of any sort",
        ] {
            assert_eq!(mistaken(text.as_bytes()), None, "{text}");
        }
    }
}
