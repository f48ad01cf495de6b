//! `cyjob wait` as a CI step sees it: which exit code, when, and what it says, whatever the API server does.

mod cluster;
mod ends;
mod faults;
mod given_up;
mod goals;
mod input;
mod objects;
mod offline;
mod outages;
mod output;
