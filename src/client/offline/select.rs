//! Label and field selectors, as the API server reads them (k8s.io/apimachinery, pkg/labels/selector.go and
//! pkg/fields).

use std::collections::{BTreeMap, BTreeSet};

/// A label selector: all requirements must hold. Without requirements, it selects everything.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct LabelSelector(Vec<Requirement>);

#[derive(Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Debug, PartialEq, Eq)]
enum Test {
    Exists,
    Absent,
    In(BTreeSet<String>),
    NotIn(BTreeSet<String>),
}

impl LabelSelector {
    /// Parses `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
    ///
    /// # Errors
    ///
    /// What is wrong, in one sentence.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut tokens = Tokens { rest: text.trim() };
        let mut requirements = Vec::new();
        while !tokens.rest.is_empty() {
            requirements.push(requirement(&mut tokens)?);
            match tokens.next() {
                "" => break,
                "," if tokens.rest.is_empty() => {
                    return Err("found '', expected: identifier after ','".to_owned());
                }
                "," => {}
                other => return Err(format!("found '{other}', expected: ',' or end of selector")),
            }
        }
        Ok(Self(requirements))
    }

    /// Whether `labels` satisfy the selector. A missing label is not equal to any value.
    pub(crate) fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        self.0.iter().all(|Requirement { key, test }| {
            let value = labels.get(key);
            match test {
                Test::Exists => value.is_some(),
                Test::Absent => value.is_none(),
                Test::In(values) => value.is_some_and(|value| values.contains(value)),
                Test::NotIn(values) => value.is_none_or(|value| !values.contains(value)),
            }
        })
    }
}

fn requirement(tokens: &mut Tokens<'_>) -> Result<Requirement, String> {
    let first = tokens.next();
    let (key, negated) = if first == "!" {
        (tokens.next(), true)
    } else {
        (first, false)
    };
    let key = checked(key, is_key_char, 317, "label key")?;
    if negated {
        return Ok(Requirement {
            key,
            test: Test::Absent,
        });
    }
    let test = match tokens.peek() {
        "" | "," => Test::Exists,
        operator => {
            tokens.next();
            match operator {
                "=" | "==" => Test::In(BTreeSet::from([value(tokens)?])),
                "!=" => Test::NotIn(BTreeSet::from([value(tokens)?])),
                "in" => Test::In(set(tokens)?),
                "notin" => Test::NotIn(set(tokens)?),
                other => return Err(format!("found '{other}', expected: in, notin, =, ==, !=")),
            }
        }
    };
    Ok(Requirement { key, test })
}

fn value(tokens: &mut Tokens<'_>) -> Result<String, String> {
    if matches!(tokens.peek(), "" | ",") {
        return Ok(String::new());
    }
    label_value(tokens.next())
}

fn set(tokens: &mut Tokens<'_>) -> Result<BTreeSet<String>, String> {
    if tokens.next() != "(" {
        return Err("found no '(' after the operator, expected: '('".to_owned());
    }
    let mut values = BTreeSet::new();
    loop {
        values.insert(match tokens.peek() {
            "," | ")" => String::new(),
            _ => label_value(tokens.next())?,
        });
        match tokens.next() {
            ")" => return Ok(values),
            "," => {}
            other => return Err(format!("found '{other}', expected: ',' or ')'")),
        }
    }
}

fn label_value(text: &str) -> Result<String, String> {
    checked(
        text,
        |c| c.is_ascii_alphanumeric() || "-_.".contains(c),
        63,
        "label value",
    )
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./".contains(c)
}

fn checked(text: &str, allowed: impl Fn(char) -> bool, longest: usize, what: &str) -> Result<String, String> {
    if text.is_empty() || text.len() > longest || !text.chars().all(allowed) {
        return Err(format!("found '{text}', expected: {what}"));
    }
    Ok(text.to_owned())
}

/// The words and signs of a label selector.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn peek(&self) -> &'a str {
        let two_signs = ["==", "!="].into_iter().find(|sign| self.rest.starts_with(sign));
        let is_sign = |c: char| "=!,()".contains(c);
        let length = match self.rest.chars().next() {
            None => 0,
            Some(_) if two_signs.is_some() => 2,
            Some(first) if is_sign(first) => 1,
            Some(_) => self
                .rest
                .find(|c: char| is_sign(c) || c.is_whitespace())
                .unwrap_or(self.rest.len()),
        };
        &self.rest[..length]
    }

    /// The next word or sign; empty at the end.
    fn next(&mut self) -> &'a str {
        let token = self.peek();
        self.rest = self.rest[token.len()..].trim_start();
        token
    }
}

/// A field selector: fields, their values, and whether the field must equal the value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldSelector(Vec<(String, String, bool)>);

impl FieldSelector {
    /// Parses `a=b,c==d,e!=f`; all terms must hold.
    ///
    /// # Errors
    ///
    /// What is wrong, in one sentence and in the server's words: no operator, or a field that is not in
    /// `supported`.
    pub(crate) fn parse(text: &str, supported: &[&str]) -> Result<Self, String> {
        let terms = text.split(',').filter(|term| !term.is_empty()).map(|term| {
            let at = term
                .find('=')
                .ok_or_else(|| format!("invalid selector: '{text}'; can't understand '{term}'"))?;
            let (field, equal) = match term[..at].strip_suffix('!') {
                Some(field) => (field, false),
                None => (&term[..at], true),
            };
            if !supported.contains(&field) {
                return Err(format!("field label not supported: {field}"));
            }
            let value = &term[at + 1..];
            let value = if equal {
                value.strip_prefix('=').unwrap_or(value)
            } else {
                value
            };
            Ok((field.to_owned(), value.to_owned(), equal))
        });
        terms.collect::<Result<_, _>>().map(Self)
    }

    /// Whether an object's fields satisfy the selector. A missing field is empty.
    pub(crate) fn matches(&self, fields: &BTreeMap<&'static str, String>) -> bool {
        self.0.iter().all(|(field, value, equal)| {
            let found = fields.get(field.as_str()).map_or("", String::as_str);
            (found == value) == *equal
        })
    }
}
