//! What goes on while a command waits, on standard error: drawn anew in place for a person who looks, else a line for each
//! change.

use std::collections::BTreeMap;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

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
    /// The trouble that was told last.
    trouble: Option<String>,
}

enum How {
    Live(Box<Live>),
    /// What was said of each Job last.
    Lines(BTreeMap<usize, (JobState, Option<String>)>),
    Silent,
}

struct Live {
    screen: MultiProgress,
    bars: Vec<ProgressBar>,
    lines: BTreeMap<usize, Line>,
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
            })),
            settings::Progress::Lines => How::Lines(BTreeMap::new()),
            settings::Progress::None => How::Silent,
        };
        Self {
            how,
            style: style.clone(),
            trouble: None,
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
            How::Lines(said) => {
                let key = (verdict.state, verdict.reason.clone());
                if said.insert(position, key.clone()).as_ref() != Some(&key) {
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

    /// Tells of trouble once, however often it comes again.
    pub(crate) fn trouble(&mut self, moment: &str, message: &str) {
        if self.trouble.as_deref() == Some(message) {
            return;
        }
        self.trouble = Some(message.to_owned());
        match &self.how {
            How::Live(_) => self.draw(moment),
            How::Lines(_) => super::tell_line(&format!("{moment} still waiting: {message}")),
            How::Silent => {}
        }
    }

    /// Notes that answers come again.
    pub(crate) fn all_is_well(&mut self) {
        self.trouble = None;
    }

    /// Draws what is known.
    pub(crate) fn draw(&mut self, moment: &str) {
        if let How::Live(live) = &mut self.how {
            let mut lines = live.summary();
            if let Some(trouble) = &self.trouble {
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
