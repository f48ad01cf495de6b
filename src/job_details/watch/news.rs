//! The source of a live view: something followed, and the news of it.

use crate::client::RequestError;

/// What a [`Feed`] reports.
#[derive(Debug)]
pub enum News {
    /// The Jobs at these positions have news. Empty if the feed numbers no Jobs.
    Of(Vec<usize>),
    /// An error; the feed keeps trying.
    Trouble(RequestError),
    /// A final error; there will be no more news.
    Ended(RequestError),
}

/// Something that is followed until it is dropped.
pub trait Feed {
    /// Waits for news. Cancelling the call loses no news.
    fn next(&mut self) -> impl Future<Output = News>;

    /// Whether everything was read at least once.
    fn is_read(&self) -> bool;

    /// Starts to read what a view of the present needs, such as the logs of containers that have just failed.
    fn prepare(&mut self);

    /// Whether nothing is being read that would complete a view. The end of each such reading is news.
    fn is_settled(&self) -> bool;
}
