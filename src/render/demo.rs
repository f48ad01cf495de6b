//! The list of the built-in examples.

use std::io::{self, Write};

use super::{Style, style::Tone};

/// Writes which examples there are: pairs of a Job's name and what there is to see.
///
/// # Errors
///
/// Those of `out`.
pub fn list(
    examples: impl Iterator<Item = (&'static str, &'static str)> + Clone,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let longest = examples.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
    writeln!(out, "Built-in example Jobs, for: cyjob describe NAME --demo\n")?;
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
