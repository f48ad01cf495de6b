//! `cyjob wait` as a CI step sees it: which exit code, when, and what it says, whatever the API server does.

mod ends;
mod faults;
mod given_up;
mod goals;
mod gone;
mod input;
mod logs;
mod lost_node;
mod offline;
mod outages;
mod output;
mod some_gone;
mod unseen;

use crate::support::{cluster, objects};
