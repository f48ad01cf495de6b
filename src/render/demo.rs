//! The list of the built-in examples.

use std::io::{self, Write};

use super::{Style, style::Tone};

/// The names of the examples in a sentence, for a person who gave another.
pub fn names(examples: impl Iterator<Item = (&'static str, &'static str)>, style: &Style) -> String {
    let names: Vec<&str> = examples.map(|(name, _)| name).collect();
    let options = textwrap::Options::new(style.width)
        .subsequent_indent("  ")
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&format!("the examples are {}", names.join(", ")), options)
}

/// Writes which examples there are: pairs of a Job's name and what there is to see. `program` is how the person calls cyjob.
///
/// # Errors
///
/// Those of `out`.
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
