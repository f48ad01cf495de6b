//! The committed completion scripts are those that the program makes.

use std::fs;
use std::path::PathBuf;

use crate::support::Cyjob;

const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "cyjob.bash"),
    ("zsh", "_cyjob"),
    ("fish", "cyjob.fish"),
    ("elvish", "cyjob.elv"),
    ("powershell", "_cyjob.ps1"),
];

#[test]
fn committed_completions_are_current() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (shell, file) in SCRIPTS {
        let made = Cyjob::new("completions").arg(shell).run();
        assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{shell}");
        let file = folder.join(file);
        if std::env::var_os("CYJOB_UPDATE").is_some() {
            fs::write(&file, &made.stdout).unwrap();
        }
        // Line ends may have been changed on the way out of version control.
        let committed = fs::read_to_string(&file)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        assert!(
            committed == made.stdout,
            "{} is stale: CYJOB_UPDATE=1 cargo test --test it completions",
            file.display()
        );
    }
}

#[test]
fn an_unknown_shell_lists_those_that_exist() {
    Cyjob::new("completions tcsh").run().assert_usage("powershell");
}
