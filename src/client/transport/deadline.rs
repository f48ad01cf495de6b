//! The deadline of a request and of the body of its answer: a server that is too slow counts as hung.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use kube::client::Body;
use tokio::time::{Instant, Sleep, error::Elapsed};

use super::{NoAnswer, Target, trace::Answer};
use crate::client::RequestError;

/// Waits for `work`, but not longer than until `due`.
pub(in crate::client) async fn within<T>(
    due: Option<Instant>,
    work: impl Future<Output = T>,
) -> Result<T, Elapsed> {
    match due {
        Some(due) => tokio::time::timeout_at(due, work).await,
        None => Ok(work.await),
    }
}

/// A body that ends with an error at its deadline. Its errors name the server.
pub(in crate::client) struct BoundedBody {
    body: Body,
    due: Option<Pin<Box<Sleep>>>,
    late: RequestError,
    target: Arc<Target>,
    answer: Answer,
}

impl BoundedBody {
    pub(super) fn new(
        body: Body,
        due: Option<Instant>,
        late: RequestError,
        target: Arc<Target>,
        answer: Answer,
    ) -> Self {
        Self {
            body,
            due: due.map(|due| Box::pin(tokio::time::sleep_until(due))),
            late,
            target,
            answer,
        }
    }
}

impl HttpBody for BoundedBody {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if let Some(due) = &mut self.due
            && due.as_mut().poll(context).is_ready()
        {
            return Poll::Ready(Some(Err(self.late.clone())));
        }
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            self.answer.count(bytes);
        }
        polled.map_err(|error| NoAnswer::cut(&error).from(&self.target))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
