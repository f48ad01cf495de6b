//! The one loop under all live views: news comes in, a picture goes out, until the work is done or a limit is reached.
//!
//! A view says what its picture is; the loop decides when to draw. [`limits`] ends a run early, [`canvas`] is where pictures
//! are drawn. No rule of Jobs lives here.

mod canvas;
mod limits;
mod pace;
mod signals;
mod watchdog;

use std::time::Duration;

use anyhow::anyhow;
use tokio::time::Instant;

use crate::{
    client::RequestError,
    job_details::{Feed, News, sleep_until},
    outcome::Failure,
    streams,
};

pub(super) use canvas::{Canvas, Remarks};
pub(super) use limits::{LAST_PATIENCE, Limit, Limits};
use pace::Pace;

/// A view of something that is followed: what is drawn, and what else belongs to the view.
pub(super) trait View<F: Feed> {
    /// Takes in that something was learned: of these Jobs, by their positions.
    fn learn(&mut self, feed: &F, positions: &[usize]);

    /// Takes in that nothing can be learned for now.
    fn trouble(&mut self, error: &RequestError);

    /// Whether there is enough to draw at all.
    fn is_ready(&self, feed: &F) -> bool {
        feed.is_read()
    }

    /// How long a picture waits for what is being read of it: zero for a view that tells each thing as it comes.
    fn patience(&self) -> Duration {
        Duration::from_secs(1)
    }

    /// Draws the present; `false` where nobody reads it.
    ///
    /// # Errors
    ///
    /// Those that end the run.
    fn draw(&mut self, feed: &mut F) -> Result<bool, Failure>;

    /// Whether the picture shows seconds, which go on without news.
    fn shows_seconds(&self) -> bool;

    /// Whether there is no more to be done.
    fn is_done(&self, feed: &F) -> bool;

    /// Whether the run ends when nobody reads standard output.
    fn ends_unread(&self) -> bool {
        true
    }

    /// When [`Self::expire`] is due, if ever.
    fn due(&self, _feed: &F) -> Option<Instant> {
        None
    }

    /// Acts on a time that has come.
    fn expire(&mut self, _feed: &F) {}

    /// Does what there is to do beside the picture; `false` where nobody wants that any more. May be dropped at any time.
    fn work(&mut self) -> impl Future<Output = bool> {
        std::future::pending()
    }
}

/// Why a run ended.
pub(super) enum Stop {
    /// There is no more to be done.
    Done,
    Limit(Limit),
    /// Nobody reads the answer.
    Unread,
    /// Nothing can be learned any more.
    Lost(RequestError),
}

/// Runs a view until it is done, or something ends it.
///
/// # Errors
///
/// Those of the view.
pub(super) async fn run<F: Feed, V: View<F>>(
    feed: &mut F,
    view: &mut V,
    limits: &mut Limits,
) -> Result<Stop, Failure> {
    let mut pace = Pace::new(view.patience());
    let mut unread = std::pin::pin!(streams::unread());
    let ends_unread = view.ends_unread();
    while !view.is_done(feed) {
        let is_ready = view.is_ready(feed);
        let next = pace.next(view.shows_seconds());
        let due = view.due(feed);
        tokio::select! {
            // No flood of news holds up a limit.
            biased;
            limit = limits.reached_or_resized() => match limit {
                Some(limit) => return Ok(Stop::Limit(limit)),
                None => pace.note_resize(),
            },
            () = sleep_until(due), if due.is_some() => {
                view.expire(feed);
                pace.note_news();
            }
            () = sleep_until(next), if is_ready => {
                if !pace.may_draw(feed) {
                    continue;
                }
                pace.begin();
                if !view.draw(feed)? {
                    return Ok(Stop::Unread);
                }
                pace.end();
            }
            news = feed.next() => match news {
                News::Of(positions) => {
                    view.learn(feed, &positions);
                    pace.note_news();
                }
                News::Trouble(error) => view.trouble(&error),
                News::Ended(error) => return Ok(Stop::Lost(error)),
            },
            is_wanted = view.work() => if !is_wanted {
                return Ok(Stop::Unread);
            },
            () = &mut unread, if ends_unread => return Ok(Stop::Unread),
        }
    }
    Ok(Stop::Done)
}

/// That nothing can be learned any more, which ends what was being done.
pub(super) fn lost(error: RequestError, doing: &str) -> anyhow::Error {
    anyhow!(error).context(format!("cannot keep {doing}"))
}
