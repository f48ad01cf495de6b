//! Something between `cyjob` and an API server, which a test puts there to see and to change what passes.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, Sender},
    thread,
};

use http_body_util::BodyExt as _;
use kube::client::Body;

use super::{
    Api,
    shared::{Piece, Reply, Request, Server},
};

/// A relay on plain HTTP that asks the server behind it as the administrator.
pub(crate) struct Relay {
    /// Its address.
    pub(crate) url: String,
    server: Server,
}

impl Relay {
    /// A relay to the server of that kubeconfig. `pass` sees each request before it is passed on, and may change it.
    pub(crate) fn new(kubeconfig: PathBuf, pass: impl Fn(&mut Request) + Send + Sync + 'static) -> Self {
        let server = Server::new(move |request| {
            let mut request = request.clone();
            pass(&mut request);
            let (sender, receiver) = mpsc::channel();
            let kubeconfig = kubeconfig.clone();
            // A watch goes on after its answer has begun.
            thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.unwrap().block_on(forward(&kubeconfig, &request, &sender));
            });
            receiver.recv().unwrap()
        });
        Self {
            url: server.url.clone(),
            server,
        }
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }
}

async fn forward(kubeconfig: &Path, request: &Request, reply: &Sender<Reply>) {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let query = request
        .query
        .iter()
        .map(|(key, value)| format!("{key}={}", encode(value)));
    let query: Vec<String> = query.collect();
    let mut forwarded = http::Request::builder()
        .method(request.method.as_str())
        .uri(format!("{}?{}", request.path, query.join("&")));
    for name in ["accept", "user-agent"] {
        if let Some(value) = request.header(name) {
            forwarded = forwarded.header(name, value);
        }
    }
    let answer = Api::of(kubeconfig)
        .await
        .client
        .send(forwarded.body(Body::empty()).unwrap())
        .await;
    let (head, mut body) = answer.unwrap().into_parts();
    if head.status.is_success() && request.parameter("watch") == Some("true") {
        let (sender, pieces) = mpsc::channel();
        reply.send(Reply::stream("text/plain", pieces)).unwrap();
        while let Some(Ok(frame)) = body.frame().await {
            let data = frame.into_data().unwrap().to_vec();
            if sender.send(Piece::Data(data)).is_err() {
                break;
            }
        }
        return;
    }
    let content_type = head
        .headers
        .get("content-type")
        .map_or("", |value| value.to_str().unwrap());
    let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
    let body = body.collect().await.unwrap().to_bytes();
    let whole = Reply::Whole(head.status.as_u16(), headers, body.to_vec());
    reply.send(whole).unwrap();
}
