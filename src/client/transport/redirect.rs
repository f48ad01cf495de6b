//! Follows the redirects of reads within one server, as kubectl does: an ingress may move the API to another
//! path. A redirect to another server is returned as the answer, so that nothing of the request goes there.

use http::{HeaderMap, Request, Response, StatusCode, Uri, header};
use kube::client::Body;
use tower::{Service, ServiceExt as _};

use super::repeatable;

/// The most redirects to follow for one read. Go gives up after ten.
const MAX_REDIRECTS: u32 = 5;

/// Sends `request` through `service`, and follows redirects within the same server.
pub(super) async fn follow<S, B>(mut service: S, mut request: Request<Body>) -> Result<Response<B>, S::Error>
where
    S: Service<Request<Body>, Response = Response<B>>,
{
    for _ in 0..MAX_REDIRECTS {
        let Some(mut again) = repeatable(&request) else {
            break;
        };
        let response = service.ready().await?.call(request).await?;
        let Some(there) = next(again.uri(), response.status(), response.headers()) else {
            return Ok(response);
        };
        *again.uri_mut() = there;
        request = again;
    }
    service.ready().await?.call(request).await
}

/// The URL of a redirect; `None` if the answer does not redirect, or redirects to another server.
fn next(here: &Uri, status: StatusCode, headers: &HeaderMap) -> Option<Uri> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let there: Uri = location.parse().ok()?;
    // `//HOST/` names another server, although it looks like a path.
    let is_path = location.starts_with('/') && !location.starts_with("//");
    if !is_path && origin(&there)? != origin(here)? {
        return None;
    }
    let mut parts = here.clone().into_parts();
    parts.path_and_query = there.path_and_query().cloned();
    Uri::from_parts(parts).ok()
}

/// Scheme, host and port (RFC 6454).
fn origin(url: &Uri) -> Option<(&str, String, u16)> {
    let scheme = url.scheme_str()?;
    let standard = if scheme == "https" { 443 } else { 80 };
    let port = url.port_u16().unwrap_or(standard);
    Some((scheme, url.host()?.to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent_on(here: &str, status: u16, location: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([(header::LOCATION, location.parse().unwrap())]);
        let status = StatusCode::from_u16(status).unwrap();
        next(&here.parse().unwrap(), status, &headers).map(|url| url.to_string())
    }

    #[test]
    fn the_same_server_may_name_another_path() {
        for status in [301, 302, 303, 307, 308] {
            assert_eq!(
                sent_on("https://a:6443/x?y=1", status, "/k8s/x?y=1").as_deref(),
                Some("https://a:6443/k8s/x?y=1")
            );
        }
        for location in ["https://a/z", "https://A:443/z", "https://me:hunter2@a/z#there"] {
            assert_eq!(
                sent_on("https://a/x", 307, location).as_deref(),
                Some("https://a/z"),
                "{location}"
            );
        }
    }

    #[test]
    fn no_other_server_is_sent_to() {
        for location in [
            "http://a/z",
            "https://a:8443/z",
            "https://b/z",
            "https://a@b/z",
            "https://a.b/z",
            "//b/z",
            "//a/z",
            "z",
            "a",
            "",
            "not a url",
        ] {
            assert_eq!(sent_on("https://a/x", 307, location), None, "{location}");
        }
        for status in [200, 300, 304, 404] {
            assert_eq!(sent_on("https://a/x", status, "/z"), None, "{status}");
        }
    }
}
