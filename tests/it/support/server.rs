//! API servers in the test process, speaking HTTP/1.1 over loopback, good ones and bad ones.
//!
//! Small on purpose: what a fault looks like on the wire is written out, byte for byte.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// `GET` and so on.
    pub(crate) method: String,
    /// The path without its query.
    pub(crate) path: String,
    /// The query, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// The headers, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// When it came.
    pub(crate) at: Instant,
}

impl Request {
    /// A parameter of the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What to answer.
pub(crate) enum Reply {
    /// A whole answer: status, headers, body.
    Whole(u16, Vec<(String, String)>, Vec<u8>),
    /// These bytes as they are, then the end of the connection.
    Raw(Vec<u8>),
    /// A body of this media type with status 200, as long as pieces of it come.
    Stream(&'static str, Pieces),
    /// Nothing, for ever.
    Silence,
}

/// The pieces of a stream, whose end is that of the stream.
pub(crate) type Pieces = Box<dyn Iterator<Item = Piece> + Send>;

/// What comes next in a stream.
pub(crate) enum Piece {
    /// More of it.
    Data(Vec<u8>),
    /// The connection breaks, before the end of the stream.
    Break,
}

impl Reply {
    /// JSON with status 200.
    pub(crate) fn json(body: &Value) -> Self {
        Self::Whole(
            200,
            vec![("Content-Type".into(), "application/json".into())],
            body.to_string().into_bytes(),
        )
    }

    /// A body of this media type with status 200, as long as pieces of it come.
    pub(crate) fn stream(
        media_type: &'static str,
        pieces: impl IntoIterator<Item = Piece, IntoIter: Send + 'static>,
    ) -> Self {
        Self::Stream(media_type, Box::new(pieces.into_iter()))
    }

    /// A `Status` as the API server writes it.
    pub(crate) fn status(code: u16, reason: &str, message: &str) -> Self {
        let body = json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": message, "reason": reason, "details": {}, "code": code});
        Self::Whole(
            code,
            vec![("Content-Type".into(), "application/json".into())],
            body.to_string().into_bytes(),
        )
    }

    /// The page that a load balancer shows while the API servers behind it restart.
    pub(crate) fn gateway_page(code: u16) -> Self {
        let page = format!("<html><head><title>{code} from nginx</title></head></html>");
        Self::Whole(
            code,
            vec![("Content-Type".into(), "text/html".into())],
            page.into_bytes(),
        )
    }

    /// The same with one more header.
    pub(crate) fn with_header(self, name: &str, value: &str) -> Self {
        match self {
            Self::Whole(status, mut headers, body) => {
                headers.push((name.into(), value.into()));
                Self::Whole(status, headers, body)
            }
            Self::Raw(_) | Self::Stream(..) | Self::Silence => self,
        }
    }
}

/// A server on a free port of the loopback interface; it ends with the test.
pub(crate) struct Server {
    /// Its address, `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// A server that answers each request with what `answer` says.
    pub(crate) fn new(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen("http", answer, |connection, log, answer| {
            serve(connection, log, answer);
        })
    }

    /// The same over TLS.
    pub(crate) fn new_tls(
        config: Arc<ServerConfig>,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::listen("https", answer, move |connection, log, answer| {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            serve(StreamOwned::new(session, connection), log, answer);
        })
    }

    fn listen(
        scheme: &str,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
        serve: impl Fn(TcpStream, &Mutex<Vec<Request>>, &dyn Fn(&Request) -> Reply) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, both) = (Arc::clone(&requests), Arc::new((answer, serve)));
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (log, both) = (Arc::clone(&log), Arc::clone(&both));
                thread::spawn(move || both.1(connection, &log, &both.0));
            }
        });
        Self { url, requests }
    }

    /// All requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(connection: impl Read + Write, log: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request) -> Reply) {
    let mut stream = BufReader::new(connection);
    while let Some(request) = read(&mut stream) {
        log.lock().unwrap().push(request.clone());
        let bytes = match answer(&request) {
            Reply::Whole(status, headers, body) => {
                let mut head = format!("HTTP/1.1 {status} Answer\r\nContent-Length: {}\r\n", body.len());
                for (name, value) in headers {
                    head = format!("{head}{name}: {value}\r\n");
                }
                [head.as_bytes(), b"\r\n", &body].concat()
            }
            Reply::Raw(bytes) => {
                let _ = stream.get_mut().write_all(&bytes);
                return;
            }
            Reply::Stream(media_type, pieces) => {
                if stream_out(stream.get_mut(), media_type, pieces).is_err() {
                    return;
                }
                continue;
            }
            Reply::Silence => return thread::sleep(Duration::from_hours(1)),
        };
        if stream.get_mut().write_all(&bytes).is_err() {
            return;
        }
    }
}

/// Writes pieces in HTTP's chunked coding as they come.
fn stream_out(connection: &mut impl Write, media_type: &str, pieces: Pieces) -> io::Result<()> {
    let head =
        format!("HTTP/1.1 200 Answer\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\n\r\n");
    connection.write_all(head.as_bytes())?;
    connection.flush()?;
    for piece in pieces {
        let Piece::Data(data) = piece else {
            return Err(io::ErrorKind::ConnectionReset.into());
        };
        // An empty chunk would be the end.
        if !data.is_empty() {
            let head = format!("{:x}\r\n", data.len());
            connection.write_all(&[head.as_bytes(), &data, b"\r\n"].concat())?;
            connection.flush()?;
        }
    }
    connection.write_all(b"0\r\n\r\n")?;
    connection.flush()
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.to_owned())),
            None => break,
        }
    }
    let query = query.split('&').filter_map(|pair| pair.split_once('='));
    let query = query.map(|(key, value)| (decoded(key), decoded(value))).collect();
    Some(Request {
        method,
        path: decoded(path),
        query,
        headers,
        at: Instant::now(),
    })
}

/// Percent-decoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}
