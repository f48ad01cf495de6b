//! `cyjob logs` as its user sees it: which bytes come out, what is said beside them, with which exit code, whatever the API
//! server does.

mod bytes;
mod choice;
mod cuts;
mod follow;
mod gone;
mod jumps;
mod lines;
mod long_parts;
mod outages;
mod restarts;
mod rights;
mod save;
mod turns;
mod world;
