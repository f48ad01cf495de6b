//! The API server that tests may stop, kill and rob of its memory, one test at a time.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};

use super::{Api, Plane};

static TURN: Mutex<()> = Mutex::const_new(());

/// The fragile server.
pub(crate) struct Fragile {
    plane: Plane,
}

/// Whose turn it is.
pub(crate) type Turn = MutexGuard<'static, ()>;

impl Fragile {
    /// Waits until no other test has it, and until it is in good health. It is the caller's while he holds the turn.
    pub(crate) async fn mine() -> (Self, Turn) {
        let turn = TURN.lock().await;
        let fragile = Self {
            plane: Plane::given(),
        };
        fragile.until_ready().await;
        (fragile, turn)
    }

    fn signal(&self, signal: Signal) {
        let pid = self.plane.read("fragile.pid").parse().unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Takes connections and answers nothing until [`Self::go_on`].
    pub(crate) fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Goes on as if nothing had been.
    pub(crate) fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    /// Ends at once; the control plane starts it again.
    pub(crate) fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// Waits until it serves.
    pub(crate) async fn until_ready(&self) {
        let start = Instant::now();
        let api = Api::of(&self.plane.kubeconfig("fragile")).await;
        while api
            .client
            .request_text(http::Request::get("/readyz").body(Vec::new()).unwrap())
            .await
            .is_err()
        {
            assert!(start.elapsed() < Duration::from_mins(1), "it does not come back");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Makes every `continue` token expire: etcd drops all but its newest state, and the server, started again, has no
    /// memory of older ones. Blocks; for use where there is no runtime.
    pub(crate) fn forget_history(&self) {
        self.kill();
        // The newest state of all is kept, so there has to be one after that of the tokens.
        let newest = self.etcd("put", &json!({"key": "AA==", "value": ""}))["header"]["revision"].clone();
        self.etcd("compaction", &json!({"revision": newest, "physical": true}));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(self.until_ready());
    }

    /// Asks etcd through its JSON gateway.
    fn etcd(&self, call: &str, body: &Value) -> Value {
        let url = self.plane.read("etcd.url");
        let address = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        let body = body.to_string();
        let request = format!(
            "POST /v3/kv/{call} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{answer}");
        serde_json::from_str(body).unwrap()
    }
}
