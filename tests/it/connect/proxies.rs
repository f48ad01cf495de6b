//! Proxies on the way: the good ones are passed, and of the others one hears what they said.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
};

use super::{answering, assert_reached, describe, kubeconfig, tls, trusting};
use crate::support::{Cyjob, Reply, Server};

/// A proxy that hands each connection to `negotiate`, and connects it to the address that comes back; its address, and
/// what `negotiate` told besides.
fn proxy(
    negotiate: impl Fn(&mut TcpStream) -> io::Result<(String, String)> + Send + 'static,
) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (told, heard) = channel();
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let Ok((server, credentials)) = negotiate(&mut client) else {
                continue;
            };
            let _ = told.send(credentials);
            let server = TcpStream::connect(server).unwrap();
            copy(client.try_clone().unwrap(), server.try_clone().unwrap());
            copy(server, client);
        }
    });
    (address, heard)
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
}

/// The server's side of CONNECT; tells the `Proxy-Authorization`.
fn accept_connect(client: &mut TcpStream) -> io::Result<(String, String)> {
    let mut reader = BufReader::new(client.try_clone()?);
    let (mut address, mut credentials) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(' ') {
            Some(("CONNECT", rest)) => rest.trim_end_matches(" HTTP/1.1").clone_into(&mut address),
            Some(("Proxy-Authorization:", value)) => value.clone_into(&mut credentials),
            Some(_) => {}
            None => break,
        }
    }
    client.write_all(b"HTTP/1.0 200 Connection established\r\nVia: me\r\n\r\n")?;
    Ok((address, credentials))
}

/// The server's side of SOCKS 5 with name and password (RFC 1928, RFC 1929); tells both.
fn accept_socks(client: &mut TcpStream) -> io::Result<(String, String)> {
    const NAME_AND_PASSWORD: u8 = 2;
    let methods = take(client, 2)?[1];
    if !take(client, methods)?.contains(&NAME_AND_PASSWORD) {
        client.write_all(&[5, 0xff])?;
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    client.write_all(&[5, NAME_AND_PASSWORD])?;
    let name_length = take(client, 2)?[1];
    let name = take(client, name_length)?;
    let password_length = take(client, 1)?[0];
    let password = take(client, password_length)?;
    client.write_all(&[1, 0])?;
    // CONNECT to an IPv4 address.
    assert_eq!(take(client, 4)?, [5, 1, 0, 1]);
    let to = take(client, 6)?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    let port = u16::from_be_bytes([to[4], to[5]]);
    let credentials = [name, password].map(|bytes| String::from_utf8(bytes).unwrap());
    Ok((
        format!("{}.{}.{}.{}:{port}", to[0], to[1], to[2], to[3]),
        credentials.join(" "),
    ))
}

fn take(client: &mut TcpStream, count: u8) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count.into()];
    client.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A run that reaches `server` through the proxy of this URL.
fn through(url: &str, server: &str) -> Cyjob {
    describe().kubeconfig(&kubeconfig(&format!("{server}, proxy-url: \"{url}\""), ""))
}

#[test]
fn http_proxies_connect_to_the_server() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let (address, credentials) = proxy(accept_connect);
    assert_reached(through(
        &format!("http://{address}"),
        &trusting(&server, &authority),
    ));
    assert_eq!(credentials.recv().unwrap(), "");
    let url = format!("http://me:p%40ss@{address}");
    let plain = Server::new(answering());
    assert_reached(through(&url, &format!("server: \"{}\"", plain.url)));
    assert_eq!(credentials.try_iter().last().unwrap(), "Basic bWU6cEBzcw==");
}

#[test]
fn socks_proxies_get_the_name_and_password_of_their_url() {
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let server = trusting(&server, &authority);
    let (address, credentials) = proxy(accept_socks);
    assert_reached(through(&format!("socks5://me:p%40ss@{address}"), &server));
    assert_eq!(credentials.recv().unwrap(), "me p@ss");
    let without = through(&format!("socks5://{address}"), &server).run();
    without.assert_error(5, &["the proxy socks5://", &address]);
}

#[test]
fn what_a_proxy_says_instead_of_connecting_is_told() {
    let cases: [(&[u8], &str, usize); 8] = [
        (
            b"HTTP/1.1 403 Forbidden\r\n\r\nno",
            "does not connect there (403 Forbidden)",
            1,
        ),
        (
            b"HTTP/1.1 407 Who\r\n\r\n",
            "asks for a user name and password",
            1,
        ),
        (
            b"HTTP/1.1 502 x\r\n\r\n",
            "cannot connect there (502 Bad Gateway)",
            3,
        ),
        (
            b"HTTP/1.1 503 x\r\n\r\n",
            "cannot connect there (503 Service Unavailable)",
            3,
        ),
        (b"SSH-2.0-a\r\n", "does not answer as an HTTP proxy does", 1),
        (
            b"HTTP/1.1 tea\r\n\r\n",
            "does not answer as an HTTP proxy does",
            1,
        ),
        (b"\x15\x03\x01", "does not answer as an HTTP proxy does", 1),
        (
            b"",
            "closed the connection instead of connecting to the server",
            3,
        ),
    ];
    for (answer, said, tries) in cases {
        let proxy = Server::new(move |_| Reply::Raw(answer.to_vec()));
        let run = through(&proxy.url, "server: \"https://kube.invalid\"").run();
        run.assert_error(
            5,
            &[
                &format!("the proxy {} on the way to https://kube.invalid", proxy.url),
                said,
            ],
        );
        let requests = proxy.requests();
        assert_eq!(requests.len(), tries, "{said}");
        assert!(
            requests
                .iter()
                .all(|request| request.method == "CONNECT" && request.path == "kube.invalid:443")
        );
    }
}

#[test]
fn a_proxy_that_hangs_is_named() {
    let proxy = Server::new(|_| Reply::Silence);
    let run = through(&proxy.url, "server: \"https://kube.invalid\"").arg("--request-timeout=1s");
    let between = format!("or the proxy {} or something else in between holds", proxy.url);
    run.run().assert_error(5, &[&between]);
}

#[test]
fn the_certificate_of_a_proxy_is_not_that_of_the_server() {
    let (proxy, _) = tls("127.0.0.1", 2020..2100);
    let (server, authority) = tls("127.0.0.1", 2020..2100);
    let run = through(&proxy.url, &trusting(&server, &authority)).run();
    run.assert_error(5, &[&format!("the certificate of the proxy {}", proxy.url)]);
}
