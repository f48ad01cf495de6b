//! How much a document holds. The look of text is [`Style`](super::Style), which never changes the content.

/// What a document holds in addition to its usual content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Text only: every event, label, field and word, instead of a summary.
    pub wide: bool,
    /// Text only: every pod.
    pub all_pods: bool,
    /// Every format: also literal values that look like credentials.
    pub show_env: bool,
}
