//! Where `-v` and `-vv` are told: on standard error, a line each, which begins with the target of the event. Events of other
//! crates are left out: a dependency's may hold headers, and with them credentials.

use std::fmt::{Debug, Write as _};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer, Registry,
    filter::Targets,
    layer::{Context, SubscriberExt as _},
};

use super::tell_line;

/// Begins to tell: with 1 each request, with 2 or more each decision, too.
pub(crate) fn start_tracing(verbosity: u8) {
    let requests = Targets::new().with_target("request", Level::INFO);
    let own = match verbosity {
        0 => return,
        1 => requests,
        _ => requests.with_target("decision", Level::INFO),
    };
    // A second subscriber is refused: a process begins once.
    let _ = tracing::subscriber::set_global_default(Registry::default().with(Lines.with_filter(own)));
}

/// Tells each event in a line.
struct Lines;

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        tell_line(&format!("{}: {}", event.metadata().target(), message.0));
    }
}

/// The words of an event.
struct Message(String);

impl Visit for Message {
    #[expect(clippy::use_debug, reason = "an event hands over its sentence as Debug")]
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            // A string cannot refuse a word.
            let _ = write!(self.0, "{value:?}");
        }
    }
}
