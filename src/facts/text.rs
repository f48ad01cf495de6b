//! Strings that many facts share.

use std::{borrow::Borrow, fmt, ops::Deref, sync::Arc};

/// A string that many facts share: a node's name, an image, a reason. Equal ones are stored once, which is what keeps a Job of
/// 100,000 pods in bounded memory.
///
/// The length is beside the string and not in each pointer to it, so that a `Text` has the size of one pointer, and so has
/// `Option<Text>`.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Arc<Box<str>>);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl<T: Into<Box<str>>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(Arc::new(text.into()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}
