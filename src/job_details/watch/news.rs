//! What a live view is fed with: something that is followed, and the news of it.

use crate::client::RequestError;

/// What happened.
#[derive(Debug)]
pub enum News {
    /// Something was learned: of these Jobs, by their positions, where they have any.
    Of(Vec<usize>),
    /// Nothing can be learned for now.
    Trouble(RequestError),
    /// Nothing can be learned any more.
    Ended(RequestError),
}

/// Something that is followed until it is dropped.
pub trait Feed {
    /// Waits for news. May be dropped at any time without losing any.
    fn next(&mut self) -> impl Future<Output = News>;

    /// Whether everything was read at least once.
    fn is_read(&self) -> bool;

    /// Begins to read what a picture of the present would have, such as the logs of what has just failed.
    fn prepare(&mut self);

    /// Whether nothing is being read that would complete a picture. News is told when it was read.
    fn is_settled(&self) -> bool;
}
