//! Where a live view is shown: in place on a terminal, or in a stream of lines and documents.

use jiff::SignedDuration;
use tokio::time::Instant;

use crate::{
    model::duration,
    outcome::Failure,
    render,
    settings::Session,
    streams::{self, Screen},
};

/// Standard output, for a view that changes.
pub(in crate::commands) enum Canvas {
    /// Drawn in place, with why the picture is old, and since when.
    Screen(Screen, Option<(String, Instant)>),
    /// Appended to; whether the reader was told that the stream is not current.
    Stream { is_told: bool },
}

/// Where remarks on a picture stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::commands) enum Remarks {
    /// Above a picture that may be higher than the terminal.
    Above,
    Below,
}

impl Canvas {
    /// `draws`: whether the format can be drawn in place at all.
    pub(in crate::commands) fn of(session: &Session, draws: bool) -> Self {
        if session.stdout.is_terminal && draws {
            Self::Screen(Screen::stdout(), None)
        } else {
            Self::Stream { is_told: false }
        }
    }

    pub(in crate::commands) fn is_screen(&self) -> bool {
        matches!(self, Self::Screen(..))
    }

    /// Draws a picture with remarks and, if the picture is old, since when.
    ///
    /// # Errors
    ///
    /// Those of the terminal.
    pub(in crate::commands) fn draw(
        &mut self,
        session: &Session,
        picture: &[u8],
        mut remarks: Vec<String>,
        place: Remarks,
    ) -> Result<(), Failure> {
        let Self::Screen(screen, trouble) = self else {
            return Ok(());
        };
        remarks.extend(trouble.iter().map(|(why, since)| not_current(*since, why)));
        let remarks = render::remarks(&remarks, &session.stdout.current_style());
        let picture = String::from_utf8_lossy(picture);
        let text = match place {
            Remarks::Above => remarks + &*picture,
            Remarks::Below => picture.into_owned() + &*remarks,
        };
        screen.draw(&text).map_err(Failure::could_not_ask)
    }

    /// Notes that nothing is heard for now. A stream says so once, a screen as long as that lasts.
    pub(in crate::commands) fn trouble(&mut self, message: &str) {
        match self {
            Self::Screen(_, trouble) => {
                trouble.get_or_insert_with(|| (message.to_owned(), Instant::now()));
            }
            Self::Stream { is_told } => {
                if !std::mem::replace(is_told, true) {
                    streams::tell(&format!("still watching: {message}"));
                }
            }
        }
    }

    /// Notes that something is heard again.
    pub(in crate::commands) fn all_is_well(&mut self) {
        match self {
            Self::Screen(_, trouble) => *trouble = None,
            Self::Stream { is_told } => *is_told = false,
        }
    }

    /// Takes the picture off the terminal.
    ///
    /// # Errors
    ///
    /// Those of the terminal.
    pub(in crate::commands) fn clear(&mut self) -> Result<(), Failure> {
        match self {
            Self::Screen(screen, _) => screen.clear().map_err(Failure::could_not_ask),
            Self::Stream { .. } => Ok(()),
        }
    }
}

/// A remark on a picture of an old state.
fn not_current(since: Instant, why: &str) -> String {
    let since = SignedDuration::try_from(since.elapsed()).unwrap_or(SignedDuration::MAX);
    format!("not current since {}: {why}", duration(since))
}
