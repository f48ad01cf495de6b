//! The process that holds a control plane's programs, and ends them and removes their folder when nobody wants them
//! any more, however the process that wanted them ended.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};

use super::plane::Program;

/// The list of programs in a control plane's folder.
pub(super) const PROGRAMS: &str = "programs.json";
/// Locked as long as a keeper lives.
const LOCK: &str = "keeper.lock";
/// Its presence tells the keeper to end.
const STOP: &str = "stop";
/// How often the keeper looks around.
const PACE: Duration = Duration::from_millis(50);

/// When a keeper ends by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// When its standard input ends, which is when its starter has ended.
    InputEnds,
    /// When it is told.
    Told,
}

/// A keeper that was started.
pub(super) struct Keeper {
    process: Child,
    folder: PathBuf,
}

/// Starts a keeper in the background, in a process group of its own, which Ctrl-C does not reach.
pub(super) fn start(folder: &Path, until: Until) -> Result<Keeper> {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["control-plane", "keep"])
        .arg(folder)
        .process_group(0)
        .stdout(Stdio::null())
        .stderr(File::create(folder.join("keeper.log"))?);
    match until {
        Until::InputEnds => command.stdin(Stdio::piped()),
        Until::Told => command.stdin(Stdio::null()).arg("--until-told"),
    };
    let process = command.spawn().context("cannot start the keeper")?;
    Ok(Keeper {
        process,
        folder: folder.to_owned(),
    })
}

impl Keeper {
    /// Whether it has ended, which it should not have.
    pub(super) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.process.try_wait()?.is_some())
    }

    /// Ends the control plane, and waits until nothing is left of it.
    pub(super) fn end(mut self) -> Result<()> {
        stop(&self.folder)?;
        let status = self.process.wait()?;
        ensure!(
            status.success(),
            "the keeper of the control plane failed: {status}"
        );
        Ok(())
    }
}

/// Starts the programs in `folder` and starts each again that ends, until it is time to end them all.
pub(super) fn keep(folder: &Path, until_told: bool) -> Result<()> {
    let lock = File::create(folder.join(LOCK))?;
    lock.try_lock().context("another keeper has this control plane")?;
    let unwanted = Arc::new(AtomicBool::new(false));
    if !until_told {
        let unwanted = Arc::clone(&unwanted);
        thread::spawn(move || {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            unwanted.store(true, Ordering::Relaxed);
        });
    }
    let list = fs::read(folder.join(PROGRAMS))?;
    let programs: Vec<Program> = serde_json::from_slice(&list)?;
    let mut running = Vec::new();
    for program in &programs {
        running.push(launch(folder, program)?);
    }
    while !unwanted.load(Ordering::Relaxed) && !folder.join(STOP).exists() {
        for (program, process) in programs.iter().zip(&mut running) {
            if process.try_wait()?.is_some() {
                // Not at once: one that cannot start must not take the whole machine.
                thread::sleep(Duration::from_millis(200));
                *process = launch(folder, program)?;
            }
        }
        thread::sleep(PACE);
    }
    // Nothing is kept, so nothing has to be put in order first.
    for process in &mut running {
        process.kill()?;
        process.wait()?;
    }
    fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))
}

fn launch(folder: &Path, program: &Program) -> Result<Child> {
    let log = folder.join(format!("{}.log", program.name));
    let log = File::options().create(true).append(true).open(log)?;
    let process = Command::new(&program.path)
        .args(&program.arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .with_context(|| format!("cannot run {}", program.path.display()))?;
    fs::write(
        folder.join(format!("{}.pid", program.name)),
        process.id().to_string(),
    )?;
    Ok(process)
}

/// Whether a keeper lives in `folder`.
pub(super) fn is_kept(folder: &Path) -> bool {
    File::open(folder.join(LOCK)).is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Tells the keeper of `folder` to end, and waits until nothing is left. Nothing to do where there is none.
pub(super) fn stop(folder: &Path) -> Result<()> {
    if !is_kept(folder) {
        return bury(folder);
    }
    fs::write(folder.join(STOP), "")?;
    let start = Instant::now();
    while folder.exists() {
        ensure!(
            start.elapsed() < Duration::from_secs(30),
            "the control plane in {} does not end",
            folder.display()
        );
        thread::sleep(PACE);
    }
    Ok(())
}

/// Removes what killed keepers left behind in the folders below `all`.
pub(super) fn sweep(all: &Path) -> Result<()> {
    let Ok(folders) = fs::read_dir(all) else {
        return Ok(());
    };
    for folder in folders.flatten() {
        let folder = folder.path();
        // Without the list of programs it is being prepared right now, by another process.
        if folder.join(LOCK).exists() && !is_kept(&folder) {
            bury(&folder)?;
        }
    }
    Ok(())
}

/// Ends the programs that a killed keeper left, and removes the folder.
fn bury(folder: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for file in entries.flatten().map(|entry| entry.path()) {
        if file.extension().is_some_and(|extension| extension == "pid")
            && let Some(pid) = fs::read_to_string(&file)
                .ok()
                .and_then(|text| text.parse().ok())
                .and_then(Pid::from_raw)
            && is_program_of(pid, folder)
        {
            // One that has ended by itself meanwhile is as good.
            let _ = kill_process(pid, Signal::KILL);
        }
    }
    fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))
}

/// Whether the process is still the one that was started: every program is called with a path of its folder.
fn is_program_of(pid: Pid, folder: &Path) -> bool {
    let shown = Command::new("ps")
        .args(["-ww", "-o", "args=", "-p"])
        .arg(pid.as_raw_nonzero().to_string())
        .output();
    shown.is_ok_and(|shown| String::from_utf8_lossy(&shown.stdout).contains(&*folder.to_string_lossy()))
}
