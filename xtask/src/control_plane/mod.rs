//! A real control plane without nodes: etcd, three API servers and the controllers.
//!
//! The servers stand on one etcd and know nothing of each other:
//!
//! | server | for |
//! |-|-|
//! | `main` | has the controllers: Jobs make pods, `CronJobs` make Jobs, quotas count |
//! | `bare` | has none: objects stay as a test wrote them |
//! | `fragile` | has none, and may be stopped or killed at any time; it is started again |

mod certificates;
mod keeper;
mod plane;
mod programs;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, Result};

pub(crate) use plane::Plane;

/// Names the folder of the control plane to those who are run with it.
const FOLDER_VARIABLE: &str = "CYJOB_CONTROL_PLANE";

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Build the programs, unless they are there already, and print the folder that has them
    Build,
    /// Start a control plane that stays until `down`, and print the environment to use it with
    Up {
        /// Tells it from others on the same machine
        #[arg(long, default_value = "default")]
        name: String,
    },
    /// Stop it, and remove everything of it
    Down {
        /// The name given to `up`
        #[arg(long, default_value = "default")]
        name: String,
    },
    /// Run a command with a control plane of its own, which ends with it
    Run {
        /// The command and its arguments
        #[arg(required = true, last = true)]
        command: Vec<OsString>,
    },
    /// Hold a control plane's programs: what `up` and `run` start in the background
    #[command(hide = true)]
    Keep {
        /// The control plane's folder
        folder: PathBuf,
        /// Stay until `down` says so, not until standard input ends
        #[arg(long)]
        until_told: bool,
    },
}

impl Command {
    pub(crate) fn run(self) -> Result<ExitCode> {
        match self {
            Self::Build => println!("{}", programs::folder()?.display()),
            Self::Up { name } => up(&name)?,
            Self::Down { name } => keeper::stop(&plane::folder(&name)?)?,
            Self::Run { command } => return run(&command),
            Self::Keep { folder, until_told } => keeper::keep(&folder, until_told)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn up(name: &str) -> Result<()> {
    let folder = plane::folder(name)?;
    if !keeper::is_kept(&folder) {
        let plane = Plane::prepare(folder.clone())?;
        let keeper = keeper::start(&plane.folder, keeper::Until::Told)?;
        plane.wait_until_ready(keeper)?;
    }
    let plane = Plane { folder };
    println!("export {FOLDER_VARIABLE}={}", plane.folder.display());
    println!("export KUBECONFIG={}", plane.kubeconfig(plane::MAIN).display());
    Ok(())
}

fn run(command: &[OsString]) -> Result<ExitCode> {
    let (program, arguments) = command.split_first().context("no command")?;
    let status = with(|plane| {
        std::process::Command::new(program)
            .args(arguments)
            .env(FOLDER_VARIABLE, &plane.folder)
            .env("KUBECONFIG", plane.kubeconfig(plane::MAIN))
            .status()
            .with_context(|| format!("cannot run {}", program.display()))
    })?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Does something with a control plane that ends with it.
pub(crate) fn with<T>(work: impl FnOnce(&Plane) -> Result<T>) -> Result<T> {
    let plane = Plane::prepare(plane::folder(&format!("run-{}", std::process::id()))?)?;
    // This process holds the other end of the keeper's input: whatever becomes of it, the control plane ends with it.
    let keeper = keeper::start(&plane.folder, keeper::Until::InputEnds)?;
    let keeper = plane.wait_until_ready(keeper)?;
    let done = work(&plane);
    keeper.end()?;
    done
}
