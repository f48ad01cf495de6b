//! The rules, each both ways: it fires where it must, and is silent on the nearest case where it must be.

mod blocked;
mod disrupted;
mod ended;
mod failures;
mod later;
mod limits;
mod retries;
mod starting;
mod unstarted;
mod world;
