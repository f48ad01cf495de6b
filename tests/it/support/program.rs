//! The real binary, run as a person would, in surroundings that do not depend on the machine.

use std::{
    ffi::OsStr,
    io::{Read, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// No run of these tests takes this long; one that does hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// A run of `cyjob` that is being prepared. Its home is an empty folder of its own and its environment holds nothing else.
pub(crate) struct Cyjob {
    command: Command,
    home: TempDir,
    stdin: Vec<u8>,
    /// What standard input is instead.
    stdin_from: Option<Stdio>,
    stdout: Stdio,
    stderr: Stdio,
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Output {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Cyjob {
    /// A run with these words, split at spaces.
    pub(crate) fn new(words: &str) -> Self {
        let home = TempDir::new().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_cyjob"));
        command
            .env_clear()
            .env("HOME", home.path())
            .env("TZ", "UTC")
            .env("PATH", std::env::var_os("PATH").unwrap());
        command.args(words.split_whitespace());
        Self {
            command,
            home,
            stdin: Vec::new(),
            stdin_from: None,
            stdout: Stdio::piped(),
            stderr: Stdio::piped(),
        }
    }

    /// More words, split at spaces.
    pub(crate) fn words(mut self, words: &str) -> Self {
        self.command.args(words.split_whitespace());
        self
    }

    /// One more word, as it is.
    pub(crate) fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.command.arg(word);
        self
    }

    /// A variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// `--from PATH`.
    pub(crate) fn from(self, path: impl AsRef<Path>) -> Self {
        self.arg("--from").arg(path.as_ref())
    }

    /// Standard input.
    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Standard input that comes from elsewhere.
    pub(crate) fn stdin_from(mut self, stdin: Stdio) -> Self {
        self.stdin_from = Some(stdin);
        self
    }

    /// Another standard output than the one that is read.
    pub(crate) fn stdout(mut self, stdout: Stdio) -> Self {
        self.stdout = stdout;
        self
    }

    /// Another standard error than the one that is read.
    #[allow(dead_code, reason = "for the tests of what nobody reads")]
    pub(crate) fn stderr(mut self, stderr: Stdio) -> Self {
        self.stderr = stderr;
        self
    }

    /// A kubeconfig at its usual place.
    pub(crate) fn kubeconfig(self, text: &str) -> Self {
        let folder = self.home.path().join(".kube");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config"), text).unwrap();
        self
    }

    /// A kubeconfig that leads to `url`.
    pub(crate) fn server(self, url: &str) -> Self {
        self.kubeconfig(&format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: test\n\
             clusters: [{{name: test-cluster, cluster: {{server: \"{url}\"}}}}]\n\
             users: [{{name: test-user, user: {{}}}}]\n\
             contexts: [{{name: test, context: {{cluster: test-cluster, user: test-user, namespace: zoo}}}}]\n"
        ))
    }

    /// Runs it to its end, which must be a good one with nothing to say beside the answer, and returns the answer.
    pub(crate) fn answer(self) -> String {
        let output = self.run();
        assert_eq!(output.code, 0, "{}", output.stderr);
        assert!(!output.stderr.contains("error"), "{}", output.stderr);
        output.stdout
    }

    /// Runs it to its end.
    pub(crate) fn run(self) -> Output {
        self.start().finish()
    }

    /// Runs it to its end; its standard output, which need not be text, apart.
    #[allow(dead_code, reason = "for the tests of logs")]
    pub(crate) fn run_bytes(self) -> (Vec<u8>, Output) {
        self.start().finish_bytes()
    }

    /// Begins to run it.
    pub(crate) fn start(mut self) -> Running {
        self.command
            .stdin(self.stdin_from.unwrap_or_else(Stdio::piped))
            .stdout(self.stdout)
            .stderr(self.stderr);
        let mut child = self.command.spawn().unwrap();
        let stdin = child.stdin.take();
        let input = std::mem::take(&mut self.stdin);
        // A program that does not read its input closes it.
        thread::spawn(move || drop(stdin.map(|mut stdin| stdin.write_all(&input))));
        Running {
            stdout: Reader::of(child.stdout.take()),
            stderr: Reader::of(child.stderr.take()),
            child,
            _home: self.home,
        }
    }
}

/// A run that has begun. It ends with the test.
pub(crate) struct Running {
    child: Child,
    stdout: Reader,
    stderr: Reader,
    _home: TempDir,
}

impl Running {
    /// Waits until it has said these words on standard error.
    #[allow(dead_code, reason = "for the tests that go on while it runs")]
    pub(crate) fn until(&mut self, words: &str) {
        Self::wait_for(words, &mut self.stderr, &mut self.child);
    }

    /// Waits until it has written these words on standard output.
    #[allow(dead_code, reason = "for the tests that go on while it runs")]
    pub(crate) fn until_printed(&mut self, words: &str) {
        Self::wait_for(words, &mut self.stdout, &mut self.child);
    }

    fn wait_for(words: &str, stream: &mut Reader, child: &mut Child) {
        let start = Instant::now();
        while !stream.text().contains(words) {
            if let Some(ended) = child.try_wait().unwrap() {
                stream.end();
                let said = stream.text();
                assert!(said.contains(words), "{ended}, and {words:?} is not in: {said}");
                return;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{words:?} is not in: {}",
                stream.text()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// What it has written on standard output so far.
    #[allow(dead_code, reason = "for the tests that go on while it runs")]
    pub(crate) fn printed(&self) -> String {
        self.stdout.text()
    }

    /// Whether it has not ended yet.
    #[allow(dead_code, reason = "for the tests that go on while it runs")]
    pub(crate) fn goes_on(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// The most memory that it has held so far, in bytes; `None` once it has ended.
    #[cfg(target_os = "linux")]
    #[allow(dead_code, reason = "for the tests that go on while it runs")]
    pub(crate) fn peak_memory(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kibibytes: usize = line.trim().trim_end_matches(" kB").parse().unwrap();
        Some(kibibytes << 10)
    }

    /// Sends it a signal.
    #[cfg(unix)]
    #[allow(dead_code, reason = "for the tests that go on while it runs")]
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, signal).unwrap();
    }

    /// Waits for its end.
    pub(crate) fn finish(self) -> Output {
        let (stdout, output) = self.finish_bytes();
        let stdout = String::from_utf8(stdout).expect("everything cyjob says itself is UTF-8");
        Output { stdout, ..output }
    }

    /// Waits for its end; its standard output, which need not be text, apart.
    pub(crate) fn finish_bytes(mut self) -> (Vec<u8>, Output) {
        let code = self.code();
        let stderr = String::from_utf8(self.stderr.whole()).expect("everything cyjob says itself is UTF-8");
        let output = Output {
            code,
            stdout: String::new(),
            stderr,
        };
        (self.stdout.whole(), output)
    }

    fn code(&mut self) -> i32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().expect("ended by itself, not by a signal");
            }
            assert!(
                start.elapsed() < PATIENCE,
                "still running after {PATIENCE:?}: {}",
                self.stderr.text()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes out of a stream.
struct Reader {
    bytes: Arc<Mutex<Vec<u8>>>,
    thread: Option<JoinHandle<()>>,
}

impl Reader {
    /// Reads it; nothing where it leads elsewhere.
    fn of(stream: Option<impl Read + Send + 'static>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let read = Arc::clone(&bytes);
        let thread = thread::spawn(move || {
            let Some(mut stream) = stream else { return };
            let mut piece = vec![0; 1 << 16];
            while let Ok(length @ 1..) = stream.read(&mut piece) {
                read.lock().unwrap().extend_from_slice(&piece[..length]);
            }
        });
        Self {
            bytes,
            thread: Some(thread),
        }
    }

    /// So far. A character may be half there.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }

    /// Waits for the end of it.
    fn end(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    /// To the end.
    fn whole(&mut self) -> Vec<u8> {
        self.end();
        std::mem::take(&mut *self.bytes.lock().unwrap())
    }
}

impl Output {
    /// The answer as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Asserts that the command line was refused, with a message that holds `word`.
    pub(crate) fn assert_usage(&self, word: &str) {
        assert_eq!(self.code, 2, "{self:?}");
        assert_eq!(self.stdout, "", "standard output is for answers");
        assert!(self.stderr.contains(word), "{word:?} is not in: {}", self.stderr);
    }

    /// Asserts that the run failed as the contract says: this code, nothing on standard output, one clear error that holds
    /// all of `words` and nothing of the program's innards.
    pub(crate) fn assert_error(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.stdout, "", "standard output is for answers");
        assert_eq!(
            self.stderr.matches("error: ").count(),
            1,
            "one error: {}",
            self.stderr
        );
        for innards in [
            "panicked",
            "Os {",
            "Error(",
            "hyper::",
            "kube::",
            "Kind::",
            "Some(",
            "HyperError",
            "ServiceError",
        ] {
            assert!(!self.stderr.contains(innards), "{innards} in: {}", self.stderr);
        }
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in: {}", self.stderr);
        }
    }
}
