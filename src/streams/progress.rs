//! What goes on while a command waits, on standard error: drawn anew in place for a person who looks, else a line for each
//! change.

use std::collections::BTreeMap;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Trouble;
use crate::{
    model::{JobReport, JobState, counted},
    render::{self, Style, sanitize},
    settings,
};

/// Jobs that have a line of their own on a screen.
const LINES: usize = 12;

/// A display of Jobs by their positions.
pub(crate) struct Progress {
    how: How,
    style: Style,
}

enum How {
    Live(Box<Live>),
    Lines(Lines),
    Silent,
}

#[derive(Default)]
struct Lines {
    /// What was said of each Job last.
    said: BTreeMap<usize, (JobState, Option<String>)>,
    trouble: Trouble,
}

struct Live {
    screen: MultiProgress,
    bars: Vec<ProgressBar>,
    lines: BTreeMap<usize, Line>,
    /// What keeps answers from coming now.
    trouble: Option<String>,
}

struct Line {
    text: String,
    state: JobState,
    is_over: bool,
}

impl Progress {
    pub(crate) fn new(how: settings::Progress, style: &Style) -> Self {
        let how = match how {
            settings::Progress::Live => How::Live(Box::new(Live {
                screen: MultiProgress::with_draw_target(ProgressDrawTarget::stderr()),
                bars: Vec::new(),
                lines: BTreeMap::new(),
                trouble: None,
            })),
            settings::Progress::Lines => How::Lines(Lines::default()),
            settings::Progress::None => How::Silent,
        };
        Self {
            how,
            style: style.clone(),
        }
    }

    /// Whether it is drawn anew as time passes.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.how, How::Live(_))
    }

    /// Takes in what is known of a Job. A line is said at once, a screen is drawn by [`Self::draw`].
    pub(crate) fn show(&mut self, moment: &str, position: usize, report: &JobReport, is_over: bool) {
        let verdict = &report.verdict;
        match &mut self.how {
            How::Live(live) => {
                let text = render::progress_line(report, &self.style);
                let state = verdict.state;
                live.lines.insert(position, Line { text, state, is_over });
            }
            How::Lines(lines) => {
                let key = (verdict.state, verdict.reason.clone());
                if lines.said.insert(position, key.clone()).as_ref() != Some(&key) {
                    let job = &report.snapshot.job;
                    let (namespace, name) = (&job.namespace, &job.name);
                    super::tell_line(&format!(
                        "{moment} {namespace}/{name} {}: {}",
                        verdict.state, verdict.message
                    ));
                }
            }
            How::Silent => {}
        }
    }

    /// Tells of trouble.
    pub(crate) fn trouble(&mut self, moment: &str, message: &str) {
        match &mut self.how {
            How::Live(live) => {
                live.trouble = Some(message.to_owned());
                self.draw(moment);
            }
            How::Lines(lines) => {
                if lines.trouble.is_due() {
                    super::tell_line(&format!("{moment} still waiting: {message}"));
                }
            }
            How::Silent => {}
        }
    }

    /// Notes that answers come again.
    pub(crate) fn all_is_well(&mut self) {
        if let How::Live(live) = &mut self.how {
            live.trouble = None;
        }
    }

    /// Draws what is known.
    pub(crate) fn draw(&mut self, moment: &str) {
        if let How::Live(live) = &mut self.how {
            let mut lines = live.summary();
            if let Some(trouble) = &live.trouble {
                let text = format!("{moment} still waiting: {trouble}");
                lines.push(sanitize::line(&text).chars().take(self.style.width).collect());
            }
            live.draw(lines);
        }
    }

    /// Takes it off the screen.
    pub(crate) fn clear(&mut self) {
        if let How::Live(live) = &mut self.how {
            for bar in live.bars.drain(..) {
                bar.finish_and_clear();
            }
            // A screen that is gone needs no clearing.
            let _ = live.screen.clear();
        }
    }
}

impl Live {
    /// The lines of as many Jobs as there is room for, those that are not over first, and what the others are.
    fn summary(&self) -> Vec<String> {
        let mut all: Vec<&Line> = self.lines.values().collect();
        all.sort_by_key(|line| line.is_over);
        let mut lines: Vec<String> = all.iter().take(LINES).map(|line| line.text.clone()).collect();
        let mut rest = BTreeMap::<&str, u64>::new();
        for line in all.iter().skip(LINES) {
            *rest.entry(line.state.as_str()).or_default() += 1;
        }
        if !rest.is_empty() {
            let states: Vec<String> = rest
                .iter()
                .map(|(state, count)| format!("{count} {state}"))
                .collect();
            let number: u64 = rest.values().sum();
            lines.push(format!(
                "and {}: {}",
                counted(number, "more Job"),
                states.join(", ")
            ));
        }
        lines
    }

    fn draw(&mut self, lines: Vec<String>) {
        while self.bars.len() < lines.len() {
            // The template has no part that can fail.
            let style =
                ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = self.screen.add(ProgressBar::no_length().with_style(style));
            self.bars.push(bar);
        }
        for bar in self.bars.drain(lines.len()..) {
            bar.finish_and_clear();
            self.screen.remove(&bar);
        }
        for (bar, line) in self.bars.iter().zip(lines) {
            bar.set_message(line);
            bar.tick();
        }
    }
}
