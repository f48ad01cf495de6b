//! How much a document tells. The look of text is [`Style`](super::Style): no choice of it changes what a document says.

/// What a document holds beyond what it always holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Text: every event, label, field and word, where a summary stands otherwise.
    pub wide: bool,
    /// Text: every pod.
    pub all_pods: bool,
    /// Every format: literal values that look like credentials.
    pub show_env: bool,
}
