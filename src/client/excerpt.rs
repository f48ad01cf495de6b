//! Short quotations of text that others wrote: a server's page, a command's error.

/// `text` in one line of at most `limit` characters, without control characters.
pub(super) fn one_line(text: &str, limit: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().nth(limit).is_some() {
            let mut cut: String = line.chars().take(limit.saturating_sub(1)).collect();
            cut.push('…');
            return cut;
        }
    }
    line
}

/// The title of an HTML page; `None` if the page has none.
pub(super) fn html_title(page: &str) -> Option<String> {
    // ASCII lower case keeps every byte offset.
    let lower = page.to_ascii_lowercase();
    let after_tag = lower.find("<title")? + "<title".len();
    let start = after_tag + lower.get(after_tag..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title = one_line(page.get(start..end)?, 80);
    Some(title).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_one_clean_line() {
        assert_eq!(one_line("  a\tb\r\n\u{1b}[31mc\u{7}  ", 80), "a b [31mc");
        assert_eq!(one_line("abcdef", 4), "abc…");
        assert_eq!(one_line("äöüß", 4), "äöüß");
        assert_eq!(one_line("", 4), "");
    }

    #[test]
    fn finds_titles() {
        assert_eq!(
            html_title("<HTML><Title lang=en>Sign\n in</TITLE>").as_deref(),
            Some("Sign in")
        );
        assert_eq!(html_title("<title></title>"), None);
        assert_eq!(html_title("<title>cut off"), None);
        assert_eq!(html_title("no page"), None);
        let long = format!("<title>{}</title>", "x".repeat(500));
        assert_eq!(html_title(&long).map(|title| title.chars().count()), Some(80));
    }
}
