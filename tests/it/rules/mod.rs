//! The rules, each both ways: it fires where it must, and is silent on the nearest case where it must be.

mod assertions;
mod blocked;
mod disrupted;
mod ended;
mod failures;
mod held;
mod later;
mod limits;
mod odd;
mod retries;
mod sidecars;
mod starting;
mod unstarted;
mod world;
