//! How the Jobs fare while `wait` waits, on standard error: a block that is drawn again in its place on a terminal, else a
//! line for each change.

use std::collections::BTreeMap;

use crate::{
    model::{JobReport, JobState, counted},
    render::{self, ProgressLine, Style, sanitize},
    settings,
    streams::{self, Screen, Trouble},
};

/// Jobs that have a line of their own on a screen.
const LINES: usize = 12;

/// A display of Jobs by their positions.
pub(super) struct Progress {
    display: Display,
    style: Style,
}

enum Display {
    Block { screen: Screen, block: Block },
    Lines(Lines),
    Silent,
}

#[derive(Default)]
struct Lines {
    /// The state and reason of each Job's last line.
    told: BTreeMap<usize, (JobState, Option<String>)>,
    trouble: Trouble,
}

#[derive(Default)]
struct Block {
    lines: BTreeMap<usize, Line>,
    /// Why no answer comes now.
    trouble: Option<String>,
}

struct Line {
    row: ProgressLine,
    state: JobState,
    is_over: bool,
}

impl Progress {
    pub(super) fn new(progress: settings::Progress, style: &Style) -> Self {
        let display = match progress {
            settings::Progress::Live => Display::Block {
                screen: Screen::stderr(),
                block: Block::default(),
            },
            settings::Progress::Lines => Display::Lines(Lines::default()),
            settings::Progress::None => Display::Silent,
        };
        Self {
            display,
            style: style.clone(),
        }
    }

    /// Whether it shows seconds, which go on without news.
    pub(super) fn is_live(&self) -> bool {
        matches!(self.display, Display::Block { .. })
    }

    /// Takes in the state of a Job. A line is written at once, a block by [`Self::draw`].
    pub(super) fn show(&mut self, moment: &str, position: usize, report: &JobReport, is_over: bool) {
        let verdict = &report.verdict;
        match &mut self.display {
            Display::Block { block, .. } => {
                let row = ProgressLine::of(report, &self.style);
                let state = verdict.state;
                block.lines.insert(position, Line { row, state, is_over });
            }
            Display::Lines(lines) => {
                let key = (verdict.state, verdict.reason.clone());
                if lines.told.insert(position, key.clone()).as_ref() != Some(&key) {
                    let job = &report.snapshot.job;
                    let (namespace, name) = (&job.namespace, &job.name);
                    streams::tell_line(&format!(
                        "{moment} {namespace}/{name} {}: {}",
                        verdict.state, verdict.message
                    ));
                }
            }
            Display::Silent => {}
        }
    }

    /// Tells of trouble.
    pub(super) fn trouble(&mut self, moment: &str, message: &str) {
        match &mut self.display {
            Display::Block { block, .. } => block.trouble = Some(message.to_owned()),
            Display::Lines(lines) => {
                if lines.trouble.is_due() {
                    streams::tell_line(&format!("{moment} still waiting: {message}"));
                }
            }
            Display::Silent => {}
        }
    }

    /// Notes that answers come again.
    pub(super) fn all_is_well(&mut self) {
        if let Display::Block { block, .. } = &mut self.display {
            block.trouble = None;
        }
    }

    /// Draws the block in this look.
    pub(super) fn draw(&mut self, moment: &str, style: &Style) {
        if let Display::Block { screen, block } = &mut self.display {
            // A terminal that is gone needs no progress.
            let _ = screen.draw(&block.text(moment, style));
        }
    }

    /// Takes the block off the screen.
    pub(super) fn clear(&mut self) {
        if let Display::Block { screen, .. } = &mut self.display {
            let _ = screen.clear();
        }
    }
}

impl Block {
    /// The lines of the first Jobs, those that are not over before the others, and how many there are of the rest.
    fn text(&self, moment: &str, style: &Style) -> String {
        let mut all: Vec<&Line> = self.lines.values().collect();
        all.sort_by_key(|line| line.is_over);
        let (listed, rest) = all.split_at(all.len().min(LINES));
        let rows: Vec<&ProgressLine> = listed.iter().map(|line| &line.row).collect();
        let mut lines = render::progress_block(&rows, style);
        let mut states = BTreeMap::<&str, u64>::new();
        for line in rest {
            *states.entry(line.state.as_str()).or_default() += 1;
        }
        if !rest.is_empty() {
            let states: Vec<String> = states
                .iter()
                .map(|(state, count)| format!("{count} {state}"))
                .collect();
            let more = counted(rest.len() as u64, "more Job");
            lines.push(format!("and {more}: {}", states.join(", ")));
        }
        if let Some(trouble) = &self.trouble {
            let line = sanitize::line(&format!("{moment} still waiting: {trouble}"));
            lines.push(line.chars().take(style.width).collect());
        }
        lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, state: JobState) -> Line {
        Line {
            row: ProgressLine::of_name(name),
            state,
            is_over: matches!(state, JobState::Complete | JobState::Failed),
        }
    }

    fn style(width: usize) -> Style {
        Style {
            width,
            color: false,
            unicode: true,
            zone: jiff::tz::TimeZone::UTC,
        }
    }

    #[test]
    fn jobs_that_go_on_come_first_and_the_rest_is_counted() {
        let mut block = Block::default();
        for position in 0..LINES {
            block.lines.insert(position, line("over", JobState::Complete));
        }
        block.lines.insert(LINES, line("runs", JobState::Running));
        block.lines.insert(LINES + 1, line("over", JobState::Failed));
        let text = block.text("12:00:00", &style(80));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), LINES + 1);
        assert_eq!(lines[..2], ["runs", "over"]);
        assert_eq!(lines[LINES], "and 2 more Jobs: 1 Complete, 1 Failed");
    }

    #[test]
    fn trouble_is_one_line_within_the_width() {
        let block = Block {
            trouble: Some("cannot\nreach \u{1b}[2Jx".to_owned()),
            ..Block::default()
        };
        let text = block.text("12:00:00", &style(30));
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with("12:00:00 still waiting: cannot"), "{text}");
        assert_eq!(text.trim_end().chars().count(), 30);
    }
}
