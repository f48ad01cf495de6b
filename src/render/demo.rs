//! Lists the built-in examples of `--demo`.

use std::io::{self, Write};

use super::{Style, style::Tone};

/// A sentence with the names of the examples, for an error about an unknown name.
pub fn names(examples: impl Iterator<Item = (&'static str, &'static str)>, style: &Style) -> String {
    let names: Vec<&str> = examples.map(|(name, _)| name).collect();
    let options = textwrap::Options::new(style.width)
        .subsequent_indent("  ")
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&format!("the examples are {}", names.join(", ")), options)
}

/// Lists the examples: pairs of a Job's name and what the Job shows. `program` is the command with which the
/// user runs cyjob.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn list(
    examples: impl Iterator<Item = (&'static str, &'static str)> + Clone,
    program: &str,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let longest = examples.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
    writeln!(
        out,
        "Built-in example Jobs; show one with: {program} describe NAME --demo\n"
    )?;
    for (name, about) in examples {
        let padding = longest - name.len();
        writeln!(
            out,
            "  {}{:padding$}  {about}",
            style.paint(Tone::Strong, name),
            ""
        )?;
    }
    Ok(())
}
