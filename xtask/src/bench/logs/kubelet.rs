//! The log endpoint of a kubelet, as fast as can be: what is measured is all that comes after it.
//!
//! Every container that has ended wrote the same number of lines, so many each second, and each line is as long as the others:
//! where a line is needs no search. A container that runs writes a line a second while somebody follows its log.

use std::{
    io::{self, BufRead as _, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::Result;
use jiff::Timestamp;
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use super::text::{self, Second};
use crate::control_plane::Plane;

/// What all connections share.
struct Kubelet {
    config: Arc<ServerConfig>,
    /// How many lines each container wrote before it ended; `None` if all run.
    lines: Option<usize>,
    /// A second of a log, without times and with them.
    plain: Second,
    stamped: Second,
}

/// Serves logs of so many lines, or of containers that run, from now on, at the port of 127.0.0.1 that it returns.
pub(in crate::bench) fn start(plane: &Plane, lines: Option<usize>) -> Result<u16> {
    let certificates = CertificateDer::pem_file_iter(plane.folder.join("serving.crt"))?;
    let key = PrivateKeyDer::from_pem_file(plane.folder.join("serving.key"))?;
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates.collect::<Result<_, _>>()?, key)?;
    let kubelet = Arc::new(Kubelet {
        config: Arc::new(config),
        lines,
        plain: Second::new(false),
        stamped: Second::new(true),
    });
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let kubelet = Arc::clone(&kubelet);
            // A connection that breaks is no matter: whoever asked sees it.
            thread::spawn(move || kubelet.serve(connection));
        }
    });
    Ok(port)
}

impl Kubelet {
    /// Answers the requests of one connection.
    fn serve(&self, connection: TcpStream) -> Result<()> {
        connection.set_nodelay(true)?;
        let tls = ServerConnection::new(Arc::clone(&self.config))?;
        let mut stream = BufReader::new(StreamOwned::new(tls, connection));
        while let Some(asked) = Asked::read(&mut stream)? {
            self.answer(&asked, stream.get_mut())?;
        }
        Ok(())
    }

    fn answer(&self, asked: &Asked, stream: &mut impl Write) -> io::Result<()> {
        stream.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n",
        )?;
        let Some(lines) = self.lines else {
            return goes_on(asked.follow, stream);
        };
        let tail = asked.tail.map_or(0, |tail| lines.saturating_sub(tail));
        let mut line = tail.max(asked.since.unwrap_or(0));
        let mut second = if asked.timestamps {
            &self.stamped
        } else {
            &self.plain
        }
        .clone();
        let mut chunk = Vec::new();
        while line < lines {
            let (text, next) = second.first_of(line..lines);
            send(&mut chunk, text, stream)?;
            line = next;
        }
        stream.write_all(b"0\r\n\r\n")
    }
}

/// The log of a container that runs: nothing so far, and for a follower a line a second, which says when it was written, in
/// microseconds since 1970.
fn goes_on(is_followed: bool, stream: &mut impl Write) -> io::Result<()> {
    if !is_followed {
        return stream.write_all(b"0\r\n\r\n");
    }
    let mut chunk = Vec::new();
    loop {
        let now = Timestamp::now();
        let line = format!("{now:.9} {}\n", now.as_microsecond());
        send(&mut chunk, line.as_bytes(), stream)?;
        stream.flush()?;
        thread::sleep(Duration::from_secs(1));
    }
}

/// Sends a chunk (RFC 9112, 7.1) at once.
fn send(chunk: &mut Vec<u8>, text: &[u8], stream: &mut impl Write) -> io::Result<()> {
    chunk.clear();
    write!(chunk, "{:x}\r\n", text.len())?;
    chunk.extend_from_slice(text);
    chunk.extend_from_slice(b"\r\n");
    stream.write_all(chunk)
}

/// What a request asks for.
#[derive(Default)]
struct Asked {
    follow: bool,
    timestamps: bool,
    tail: Option<usize>,
    since: Option<usize>,
}

impl Asked {
    /// The next request of a connection, if it does not end.
    fn read(stream: &mut BufReader<impl Read>) -> Result<Option<Self>> {
        let (mut head, mut line) = (String::new(), String::new());
        if stream.read_line(&mut head)? == 0 {
            return Ok(None);
        }
        while stream.read_line(&mut line)? > 2 {
            line.clear();
        }
        let target = head.split(' ').nth(1).unwrap_or_default();
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let mut asked = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "follow" => asked.follow = value == "true",
                "timestamps" => asked.timestamps = value == "true",
                "tailLines" => asked.tail = value.parse().ok(),
                "sinceTime" => asked.since = text::since(&value.replace("%3A", ":")),
                _ => {}
            }
        }
        Ok(Some(asked))
    }
}
