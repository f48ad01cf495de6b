//! The findings, most important first.

use super::{headline, page::Page};
use crate::{
    model::{Finding, JobReport, counted},
    render::style::Tone,
};

/// How many findings are shown without `-o wide`.
const MANY: usize = 15;

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    // A finding that repeats the verdict word for word is left out.
    let said = |finding: &&Finding| finding.message == report.verdict.message;
    let at_top: Vec<_> = headline::hinting(report.findings()).collect();
    let findings: Vec<_> = report
        .findings()
        .iter()
        .filter(|finding| !said(finding))
        .collect();
    if !findings.is_empty() {
        page.title("Findings");
    }
    let shown = if page.detail.wide { findings.len() } else { MANY };
    for finding in findings.iter().take(shown) {
        let (tone, sign) = headline::severity_sign(page, finding.severity);
        let text = format!("{}: {}", finding.rule.name, finding.message);
        page.statement(&[(tone, &format!("  {sign} "))], &text);
        if let Some(hint) = &finding.hint
            && !at_top.contains(finding)
        {
            let arrow = format!("    {} ", page.style.glyph("→", "->"));
            page.paragraph(&[(Tone::Good, &arrow)], Tone::Plain, hint);
        }
    }
    if findings.len() > shown {
        let rest = (findings.len() - shown) as u64;
        let them = if rest == 1 { "it" } else { "them" };
        let rest = counted(rest, "more finding");
        let text = format!("{rest}; -o wide shows {them}");
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Faint, &text);
    }
}
