//! The way through an HTTP proxy: CONNECT (RFC 9110, 9.3.6). cyjob has its own implementation, because
//! hyper-util's does not report the proxy's answer, which the user needs to know.

use http::{HeaderValue, StatusCode, Uri, uri::Authority};
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tower::{BoxError, Service, ServiceExt as _, service_fn};

/// The limits of an answer to CONNECT: bytes of a line, and lines.
const LONGEST_LINE: usize = 8192;
const MOST_LINES: usize = 100;

/// Why the proxy gives no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum TunnelError {
    /// The proxy itself cannot be reached.
    #[error("the proxy cannot be reached")]
    Unreached(#[source] BoxError),
    /// The proxy refuses, with this status.
    #[error("the proxy answered {0}")]
    Refused(StatusCode),
    /// The proxy closed the connection.
    #[error("the proxy closed the connection")]
    Closed,
    /// The proxy's text is not an answer to CONNECT.
    #[error("the proxy does not speak HTTP")]
    NotHttp,
}

/// A connector through `proxy`. `connector` reaches the proxy; `authorization` is the value of
/// `Proxy-Authorization`.
pub(super) fn tunnel<C>(
    proxy: Uri,
    authorization: Option<HeaderValue>,
    connector: C,
) -> impl Service<Uri, Response = C::Response, Error = TunnelError, Future: Send + 'static>
+ Clone
+ Send
+ Sync
+ 'static
where
    C: Service<Uri> + Clone + Send + Sync + 'static,
    C::Response: Read + Write + Send + Unpin + 'static,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    service_fn(move |destination: Uri| {
        let (connector, proxy, authorization) = (connector.clone(), proxy.clone(), authorization.clone());
        async move {
            let stream = connector.oneshot(proxy).await;
            let stream = stream.map_err(|error| TunnelError::Unreached(error.into()))?;
            let mut stream = TokioIo::new(stream);
            connect(&mut stream, &destination, authorization.as_ref()).await?;
            Ok(stream.into_inner())
        }
    })
}

/// Sends CONNECT and reads the answer, byte by byte, so that no byte after the answer is consumed.
async fn connect<T>(
    stream: &mut TokioIo<T>,
    destination: &Uri,
    authorization: Option<&HeaderValue>,
) -> Result<(), TunnelError>
where
    T: Read + Write + Unpin,
{
    let address = destination.authority().map_or("", Authority::as_str);
    let mut request = format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n").into_bytes();
    if let Some(value) = authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    stream
        .write_all(&request)
        .await
        .map_err(|_| TunnelError::Closed)?;
    stream.flush().await.map_err(|_| TunnelError::Closed)?;
    let status = status(&line(stream).await?).ok_or(TunnelError::NotHttp)?;
    if !status.is_success() {
        return Err(TunnelError::Refused(status));
    }
    for _ in 0..MOST_LINES {
        if line(stream).await?.is_empty() {
            return Ok(());
        }
    }
    Err(TunnelError::NotHttp)
}

/// The next line, without its line break.
async fn line(stream: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>, TunnelError> {
    let mut line = Vec::new();
    while line.len() < LONGEST_LINE {
        match stream.read_u8().await {
            Ok(b'\n') => return Ok(line.trim_ascii_end().to_vec()),
            Ok(byte) => line.push(byte),
            Err(_) if line.is_empty() => return Err(TunnelError::Closed),
            Err(_) => return Err(TunnelError::NotHttp),
        }
    }
    Err(TunnelError::NotHttp)
}

/// The status of a line such as `HTTP/1.1 200 Connection established`.
fn status(line: &[u8]) -> Option<StatusCode> {
    let mut words = line.split(|byte| *byte == b' ');
    words.next().filter(|version| version.starts_with(b"HTTP/1."))?;
    StatusCode::from_bytes(words.next()?).ok()
}
