//! `cyjob` answers, for any Kubernetes `batch/v1` Job: did it succeed; if not, why; what now?
//!
//! Data flows one way, and no import runs against it; only the first two may name types of later ones that they fill in:
//!
//! ```text
//! Cli → Settings → Client → JobSnapshot → JobReport → bytes + Outcome → ExitCode
//! ```
//!
//! | module | its part |
//! |-|-|
//! | [`facts`] | what the API says of Jobs, pods, events and logs, as plain data; imports no other module |
//! | [`clock`] | the moment, counted from one reading of the clock; imports no other module |
//! | [`cli`] | what can be typed: clap types and help texts |
//! | [`settings`] | the command line with environment, terminal and clock, resolved once |
//! | [`client`] | makes the one `kube::Client`: a cluster, files (`--from`) or the examples (`--demo`), with the transport policy |
//! | [`job_details`] | gathers a Job's world through that client into a [`facts::JobSnapshot`] |
//! | [`model`] | derives the [`model::JobReport`] from a snapshot: state, verdict, findings; pure |
//! | [`render`] | turns reports into bytes: text for people, JSON, YAML, names; pure |
//! | [`outcome`] | what a run came to, and its exit code |
//! | [`streams`] | the two streams: the answer, and everything else |
//! | [`commands`] | one file a command: gather, derive, render, outcome |
//!
//! The binary in `main.rs` only parses, runs and maps the outcome. The library's interface is for this program and its
//! tests; what is promised to users is the command line, the exit codes and the machine-readable documents (see the
//! README).

pub mod cli;
pub mod client;
pub mod clock;
pub mod commands;
pub mod facts;
pub mod job_details;
pub mod model;
pub mod outcome;
pub mod render;
pub mod settings;
pub mod streams;
