//! How tools take credentials that no name announces: `mysql -pX`, `sshpass -p X`, `vault login X`. Each tool
//! is one line.

use std::{collections::HashMap, sync::LazyLock};

/// How a tool takes a credential.
#[derive(Clone, Copy, Debug)]
pub(super) enum Takes {
    /// `-p X` and `-pX`.
    Value(&'static str),
    /// `-k X`.
    Next(&'static str),
    /// `-pX`. Without a value, the tool asks for the credential.
    Attached(&'static str),
    /// The part of the flag's value after a separator: `-U USER%X`.
    Behind(&'static str, &'static str),
    /// The first operand after the subcommand.
    Operand,
    /// The last N operands.
    Last(usize),
    /// The values of all operands: `NAME=X`.
    Assigned,
    /// `USER/X@DATABASE`.
    Oracle,
}

use Takes::{Assigned, Attached, Behind, Last, Next, Operand, Oracle, Value};

/// A family of tools.
pub(super) struct Tool {
    /// The names of the tools, separated by blanks.
    names: &'static str,
    /// The words of the subcommand, or a flag, that must precede the credential; empty if none must.
    pub(super) after: &'static str,
    pub(super) takes: &'static [Takes],
}

const fn tool(names: &'static str, after: &'static str, takes: &'static [Takes]) -> Tool {
    Tool { names, after, takes }
}

#[rustfmt::skip]
static TOOLS: [Tool; 60] = [
    // Databases.
    tool("mysql mysqldump mysqladmin mysqlbinlog mysqlcheck mysqlimport mysqlpump mysqlsh mysqlshow mysqlslap mysql_upgrade", "", &[Attached("-p")]),
    tool("mysqladmin mariadb-admin", "password", &[Operand]),
    tool("mariadb mariadb-admin mariadb-backup mariadb-check mariadb-dump mariadb-import mycli xtrabackup", "", &[Attached("-p")]),
    tool("mongo mongosh mongodump mongorestore mongoexport mongoimport mongofiles mongostat mongotop", "", &[Value("-p")]),
    tool("beeline cqlsh hdbsql mydumper myloader", "", &[Value("-p")]),
    tool("redis-cli redis-benchmark valkey-cli keydb-cli", "", &[Value("-a")]),
    tool("redis-cli valkey-cli keydb-cli", "auth", &[Last(1)]),
    tool("sqlcmd bcp osql mssql-cli tsql isql", "", &[Value("-P")]),
    tool("sqlplus sqlcl exp imp expdp impdp sqlldr rman dgmgrl", "", &[Oracle]),
    tool("db2", "using", &[Operand]),
    tool("etcdctl", "", &[Behind("--user", ":")]),
    tool("nodetool", "", &[Next("-pw")]),
    tool("rabbitmqctl", "add_user", &[Last(1)]),
    tool("rabbitmqctl", "change_password", &[Last(1)]),
    tool("rabbitmqctl", "authenticate_user", &[Last(1)]),
    // Directories, shares, networks.
    tool("ldapsearch ldapadd ldapmodify ldapdelete ldapmodrdn ldapcompare ldapwhoami ldapexop", "", &[Value("-w")]),
    tool("ldappasswd", "", &[Value("-w"), Value("-a"), Value("-s")]),
    tool("smbclient smbget smbcacls smbtree rpcclient winexe", "", &[Behind("-U", "%"), Behind("--user", "%")]),
    tool("net nmblookup", "", &[Behind("-U", "%"), Behind("--user", "%")]),
    tool("snmpget snmpgetnext snmpwalk snmpbulkwalk snmpset", "", &[Value("-c"), Value("-A"), Value("-X")]),
    tool("sshpass", "", &[Value("-p")]),
    tool("ssh scp sftp rsync", "", &[]),
    tool("plink pscp psftp", "", &[Next("-pw")]),
    tool("ipmitool", "", &[Value("-P")]),
    tool("xfreerdp wfreerdp", "", &[Attached("/p:")]),
    tool("rdesktop ncftpput ncftpget", "", &[Value("-p")]),
    tool("lftp", "", &[Behind("-u", ",")]),
    tool("nmcli", "password", &[Operand]),
    tool("wpa_passphrase", "", &[Last(1)]),
    tool("curl", "", &[Behind("-b", "="), Behind("-u", ":"), Behind("-U", ":"), Behind("-E", ":"), Behind("--cert", ":")]),
    tool("http https xh xhs", "", &[Behind("-a", ":")]),
    tool("wget", "", &[]),
    tool("swaks", "", &[Next("-ap")]),
    // Archives and keys.
    tool("zip unzip zipcloak", "", &[Value("-P")]),
    tool("7z 7za 7zr 7zz rar unrar", "", &[Attached("-p"), Attached("-hp")]),
    tool("htpasswd", "-b", &[Last(1)]),
    tool("openssl", "", &[Behind("-passin", "pass:"), Behind("-passout", "pass:"), Behind("-pass", "pass:"), Behind("-password", "pass:"), Next("-k"), Next("-K")]),
    tool("ssh-keygen", "", &[Value("-N"), Value("-P")]),
    tool("useradd usermod", "", &[Value("-p")]),
    // Registries, clouds, forges.
    tool("docker podman nerdctl buildah skopeo oras crane helm oc az cf", "login", &[Value("-p")]),
    tool("kubectl oc", "secret", &[Behind("--from-literal", "=")]),
    tool("kustomize", "secret", &[Behind("--from-literal", "=")]),
    tool("aws", "put-parameter", &[Value("--value")]),
    tool("twine", "", &[Value("-p")]),
    tool("gem nuget dotnet", "push", &[Value("-k")]),
    tool("cargo", "login", &[Last(1)]),
    tool("cf", "auth", &[Last(1)]),
    tool("snyk", "auth", &[Last(1)]),
    tool("ngrok", "authtoken", &[Last(1)]),
    tool("ngrok", "add-authtoken", &[Last(1)]),
    tool("gh", "secret", &[Value("-b"), Value("--body")]),
    tool("gitlab-runner", "register", &[Value("-r")]),
    tool("codecov doctl vercel", "", &[Value("-t")]),
    tool("mc", "alias set", &[Last(2)]),
    tool("mc", "host add", &[Last(2)]),
    // Secret stores.
    tool("vault bao", "login", &[Operand]),
    tool("vault bao", "unseal", &[Operand]),
    tool("vault bao", "unwrap", &[Operand]),
    tool("vault bao", "put", &[Assigned]),
    tool("vault bao", "patch", &[Assigned]),
];

/// Tools whose `-u` and `--user` take `USER:GROUP`.
#[rustfmt::skip]
const GROUPS: [&str; 14] = [
    "chown", "chroot", "docker", "docker-compose", "gosu", "install", "kubectl", "nerdctl", "podman", "rsync", "setpriv", "su-exec", "sudo",
    "systemd-run",
];

/// The tools by name.
static BY_NAME: LazyLock<HashMap<&'static str, Vec<&'static Tool>>> = LazyLock::new(|| {
    let mut by_name: HashMap<&str, Vec<&Tool>> = GROUPS.iter().map(|name| (*name, Vec::new())).collect();
    for tool in &TOOLS {
        for name in tool.names.split(' ') {
            by_name.entry(name).or_default().push(tool);
        }
    }
    by_name
});

/// The tools with the name of a program, given by its path; `None` for an unknown program.
pub(super) fn of(program: &str) -> Option<&'static [&'static Tool]> {
    BY_NAME.get(name(program)).map(Vec::as_slice)
}

/// Whether the program's `--user` takes a group.
pub(super) fn takes_group(program: &str) -> bool {
    GROUPS.contains(&name(program))
}

fn name(program: &str) -> &str {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    name.strip_suffix(".exe").unwrap_or(name)
}
